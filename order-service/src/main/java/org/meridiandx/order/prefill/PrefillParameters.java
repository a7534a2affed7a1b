package org.meridiandx.order.prefill;

import java.util.HashSet;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.form.AskedPatient;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What `$prepare` is asked.
///
/// @param patientId whose record fills the draft
/// @param code what is to be asked for, where that is known already
record PrefillParameters(String patientId, Optional<CodeableConcept> code) {

    /// @throws ProblemException 400 that names what cannot be taken
    static PrefillParameters read(byte[] body) {
        var patient = Optional.<String>empty();
        var code = Optional.<CodeableConcept>empty();
        var names = new HashSet<String>();
        for (var each : FhirJson.parse(body, Parameters.class).getParameter()) {
            if (!names.add(each.getName()) || each.hasPart() || each.hasResource()) {
                throw refused("Each parameter is a value, and there once.");
            }
            switch (each.getName()) {
                case "patient" -> patient = Optional.of(patientOf(each));
                case "code" -> code = Optional.of(codeOf(each));
                default -> throw refused("$prepare takes 'patient' and 'code' only.");
            }
        }
        return new PrefillParameters(patient.orElseThrow(() -> refused("'patient' is needed.")), code);
    }

    private static String patientOf(ParametersParameterComponent parameter) {
        return AskedPatient.idOf(parameter.getValue())
                .orElseThrow(() -> refused("'patient' is a valueReference to Patient/[id] of this region."));
    }

    private static CodeableConcept codeOf(ParametersParameterComponent parameter) {
        if (parameter.getValue() instanceof CodeableConcept concept && concept.hasCoding()) {
            return concept;
        }
        throw refused("'code' is a valueCodeableConcept with a coding.");
    }

    private static ProblemException refused(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, "Parameters.parameter");
    }
}
