package org.meridiandx.identity.patients.merging;

import jakarta.ws.rs.core.Response;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.patients.PatientMerges.Result;
import org.meridiandx.problem.ProblemCode;

/// What became of a merge, as FHIR answers.
final class MergeAnswers {
    private MergeAnswers() {}

    static Response of(Result result, String what) {
        return switch (result) {
            case Result.Done(String recordId, String otherId) -> {
                var answer = new Parameters();
                answer.addParameter().setName("source-patient").setValue(new Reference("Patient/" + recordId));
                answer.addParameter().setName("target-patient").setValue(new Reference("Patient/" + otherId));
                answer.addParameter().setName("outcome").setValue(new StringType(what));
                yield FhirResponses.ok(FhirJson.encode(answer));
            }
            case Result.Already(String survivor) -> {
                var answer = new Parameters();
                answer.addParameter().setName("target-patient").setValue(new Reference("Patient/" + survivor));
                answer.addParameter().setName("outcome").setValue(new StringType("merged already"));
                yield FhirResponses.ok(FhirJson.encode(answer));
            }
            case Result.Unknown(String id) ->
                FhirResponses.refused(ProblemCode.UNKNOWN_PATIENT, "There is no Patient with the id that was named.");
            case Result.Refused(var reason) ->
                switch (reason) {
                    case SAME_RECORD ->
                        FhirResponses.refused(
                                ProblemCode.BUSINESS_RULE, "Source and target are one Patient: name two.");
                    case REVERSED ->
                        FhirResponses.refused(
                                ProblemCode.ILLEGAL_TRANSITION,
                                "The target is merged into the source. Undo that with $unmerge, then merge.");
                    case MERGED_ELSEWHERE ->
                        FhirResponses.refused(
                                ProblemCode.ILLEGAL_TRANSITION,
                                "The source is merged into another Patient. Name that one, or undo it with $unmerge.");
                    case NOT_MERGED ->
                        FhirResponses.refused(
                                ProblemCode.ILLEGAL_TRANSITION,
                                "The Patient is not merged into another, so there is nothing to undo.");
                };
        };
    }
}
