package org.meridiandx.order.guidance;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads the input of `$assess`: one parameter per fact, named as in the vocabulary, and perhaps `patient`.
final class AssessParameters {
    private static final String PATIENT = "patient";
    private static final String RATING = "request_best_category";
    private static final BigDecimal OLDEST = BigDecimal.valueOf(130);

    private final Vocabulary vocabulary;

    AssessParameters(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// @throws ProblemException 400 that names the parameter which cannot be taken
    AskedFacts read(byte[] body) {
        var parameters = FhirJson.parse(body, Parameters.class);
        var facts = Facts.none(vocabulary);
        var patient = Optional.<String>empty();
        var names = new HashSet<String>();
        for (var each : parameters.getParameter()) {
            if (!names.add(each.getName())) {
                throw refused("'" + each.getName() + "' is there twice. Send each fact once.");
            }
            if (each.hasPart() || each.hasResource() || each.hasModifierExtension()) {
                throw refused("'" + each.getName() + "' is a value and nothing else.");
            }
            if (each.getName().equals(PATIENT)) {
                patient = Optional.of(patientOf(each));
            } else {
                facts = with(facts, each);
            }
        }
        return new AskedFacts(facts, patient);
    }

    private Facts with(Facts facts, ParametersParameterComponent parameter) {
        // Hazard: given from outside, it would silence the rule that speaks of a better examination.
        if (parameter.getName().equals(RATING)) {
            throw refused("'" + RATING + "' follows from the rating. Leave it out.");
        }
        var fact = vocabulary.fact(parameter.getName()).orElseThrow(() -> unknown(parameter.getName()));
        try {
            return facts.with(fact, valueOf(fact, parameter.getValue()));
        } catch (IllegalArgumentException unfit) {
            throw refused(unfit.getMessage() + ".");
        }
    }

    /// What rules count and measure is never below nothing, and nobody was ever so old.
    private static FactValue amount(Fact fact, BigDecimal value) {
        if (value.signum() < 0 || fact.name().equals("age") && value.compareTo(OLDEST) > 0) {
            throw refused("'" + fact + "' cannot be " + value + ".");
        }
        return new FactValue.Amount(value);
    }

    private static FactValue valueOf(Fact fact, Type value) {
        return switch (value) {
            case BooleanType flag when flag.hasValue() -> new FactValue.Flag(flag.booleanValue());
            case IntegerType number when number.hasValue() -> amount(fact, BigDecimal.valueOf(number.getValue()));
            case DecimalType number when number.hasValue() -> amount(fact, number.getValue());
            // A code is a string too.
            case CodeType code when code.hasValue() -> textOf(fact, code.getValue());
            case StringType text when text.hasValue() -> textOf(fact, text.getValue());
            case null, default ->
                throw refused("'" + fact
                        + "' needs a value: valueBoolean, valueDecimal, valueCode or, for a text, valueString.");
        };
    }

    private static FactValue textOf(Fact fact, String value) {
        return fact.kind() == Fact.Kind.TEXT ? new FactValue.Text(value) : new FactValue.Choice(value);
    }

    private static String patientOf(ParametersParameterComponent parameter) {
        if (parameter.getValue() instanceof Reference reference
                && "Patient".equals(reference.getReferenceElement().getResourceType())
                && reference.getReferenceElement().hasIdPart()
                && !reference.getReferenceElement().hasBaseUrl()) {
            return reference.getReferenceElement().getIdPart();
        }
        throw refused("'patient' is a valueReference to Patient/[id] of this region.");
    }

    private ProblemException unknown(String name) {
        return vocabulary.derivedFact(name).isPresent()
                ? refused("'" + name + "' is derived from other facts. Send those.")
                : refused("'" + name + "' is no fact of the vocabulary.");
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, "Parameters.parameter");
    }
}
