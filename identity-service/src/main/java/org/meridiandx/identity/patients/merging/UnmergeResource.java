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

/// `POST /fhir/R4/Patient/$unmerge` with `source-patient`, the merged record: each record is again what
/// it says for itself.
@Path("/fhir/R4/Patient/$unmerge")
public class UnmergeResource {
    private final MergeService merges;
    private final MergeParameters parameters;
    private final CurrentCaller caller;

    UnmergeResource(MergeService merges, MergeParameters parameters, CurrentCaller caller) {
        this.merges = merges;
        this.parameters = parameters;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> unmerge(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType, byte[] body) {
        var asked = parameters.read(caller.get(), contentType, body);
        return parameters
                .idOf(asked, "source-patient")
                .chain(source -> merges.unmerge(caller.get(), source))
                .map(result -> MergeAnswers.of(result, "parted from"));
    }
}
