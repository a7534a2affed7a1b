package org.meridiandx.identity.patients.merging;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `POST /fhir/R4/Patient/$merge`, for those who administer patients.
///
/// **Source:** FHIR R5 Patient `$merge` (source-patient, target-patient, their identifiers); the
/// answer tells what became of it, not who the patients are.
@Path("/fhir/R4/Patient/$merge")
public class MergeResource {
    private static final int LONGEST_REASON = 500;
    private final MergeService merges;
    private final MergeParameters parameters;
    private final CurrentCaller caller;

    MergeResource(MergeService merges, MergeParameters parameters, CurrentCaller caller) {
        this.merges = merges;
        this.parameters = parameters;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> merge(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        var asked = parameters.read(caller.get(), contentType, body);
        var reason = asked.hasParameterValue("reason")
                ? String.valueOf(asked.getParameterValue("reason").primitiveValue())
                : "";
        if (reason.length() > LONGEST_REASON) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "reason has at most 500 characters.", "reason");
        }
        return parameters
                .idOf(asked, "source-patient")
                .chain(source -> parameters
                        .idOf(asked, "target-patient")
                        .chain(target -> merges.merge(caller.get(), source, target, reason)))
                .map(result -> MergeAnswers.of(result, "merged into"));
    }
}
