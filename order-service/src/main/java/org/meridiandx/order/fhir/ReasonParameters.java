package org.meridiandx.order.fhir;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads the input of `$cancel`, `$suspend` and `$resume`: Parameters with one `reason`, as text, Coding
/// or CodeableConcept.
final class ReasonParameters {
    private ReasonParameters() {}

    /// The reason that an operation needs.
    ///
    /// @param operation its name, for words
    /// @throws ProblemException 400 when there is no reason, or something else than a reason
    static CodeableConcept reasonOf(byte[] body, String operation) {
        if (body.length == 0) {
            throw missing(operation);
        }
        var parameters = FhirJson.parse(body, Parameters.class);
        parameters.getParameter().stream()
                .filter(parameter -> !"reason".equals(parameter.getName()))
                .findFirst()
                .ifPresent(other -> {
                    throw ProblemException.of(
                            ProblemCode.INVALID_PARAMETER, operation + " takes one parameter: reason.", "Parameters");
                });
        if (parameters.getParameter().size() != 1) {
            throw missing(operation);
        }
        return switch (parameters.getParameterFirstRep().getValue()) {
            case StringType text when !text.isEmpty() -> new CodeableConcept().setText(text.getValue());
            case Coding coding when coding.hasCode() -> new CodeableConcept().addCoding(coding);
            case CodeableConcept concept when !concept.isEmpty() -> concept;
            case null, default -> throw missing(operation);
        };
    }

    /// The reason of an operation that may go without one.
    ///
    /// @return empty where there is no body
    /// @throws ProblemException 400 when there is a body and it holds something else than a reason
    static CodeableConcept reasonIfGiven(byte[] body, String operation) {
        return body.length == 0 ? new CodeableConcept() : reasonOf(body, operation);
    }

    private static ProblemException missing(String operation) {
        return ProblemException.of(
                ProblemCode.MISSING_VALUE,
                operation + " needs its reason: Parameters with one parameter reason (valueString, valueCoding or"
                        + " valueCodeableConcept).",
                "Parameters.parameter");
    }
}
