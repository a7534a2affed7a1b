package org.meridiandx.order.intake;

import java.util.Optional;
import java.util.function.IntFunction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Quantity;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Field;

/// CE and CWE as CodeableConcept: code, alternate code and text, local codes kept under the
/// sender's own system.
/// **Source:** HL7 v2.5.1 chapter 2A, CWE; table 0396.
record Hl7Coding(Sender sender) {

    /// @return empty where the field holds nothing
    Optional<CodeableConcept> concept(Hl7Field field) {
        return field.isNull() ? Optional.empty() : concept(field::component);
    }

    /// A CWE that is one component of a field, its parts the subcomponents.
    ///
    /// @return empty where the component holds nothing
    Optional<CodeableConcept> conceptWithin(Hl7Field field, int component) {
        return concept(number -> field.component(component, number));
    }

    private Optional<CodeableConcept> concept(IntFunction<Optional<String>> part) {
        var concept = new CodeableConcept();
        coding(concept, part, 1); // coding[0] <- CWE.1, CWE.2, CWE.3
        coding(concept, part, 4); // coding[1] <- CWE.4, CWE.5, CWE.6
        // text <- CWE.9, else CWE.2, CWE.5, CWE.1
        part.apply(9)
                .or(() -> part.apply(2))
                .or(() -> part.apply(5))
                .or(() -> part.apply(1))
                .ifPresent(concept::setText);
        return concept.isEmpty() ? Optional.empty() : Optional.of(concept);
    }

    private void coding(CodeableConcept concept, IntFunction<Optional<String>> part, int first) {
        part.apply(first).ifPresent(code -> {
            var coding = concept.addCoding()
                    .setSystem(sender.codeSystem(part.apply(first + 2).orElse("")))
                    .setCode(code);
            part.apply(first + 1).ifPresent(coding::setDisplay);
        });
    }

    /// <- OBX-5 (NM), OBX-6
    Quantity quantity(java.math.BigDecimal value, Hl7Field unit) {
        var quantity = new Quantity().setValue(value);
        unit.component(2).or(unit::value).ifPresent(quantity::setUnit);
        if (unit.component(3).filter("UCUM"::equalsIgnoreCase).isPresent()) {
            unit.value()
                    .ifPresent(
                            code -> quantity.setSystem(IdentifierSystems.UCUM).setCode(code));
        }
        return quantity;
    }
}
