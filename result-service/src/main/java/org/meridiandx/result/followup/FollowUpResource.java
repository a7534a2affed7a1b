package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `DiagnosticReport/[id]/$acknowledge` and `$acknowledgements`.
@Path("/fhir/R4")
public class FollowUpResource {
    private final FollowUpService followUp;
    private final CurrentCaller current;

    FollowUpResource(FollowUpService followUp, CurrentCaller current) {
        this.followUp = followUp;
        this.current = current;
    }

    /// Says that the caller has seen a version of the report and takes it on. The version is that
    /// of `If-Match` or of the parameter `version`, else the current one. Safe to repeat: the
    /// second time answers as the first.
    @POST
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)acknowledge}")
    public Uni<Response> acknowledge(
            @PathParam("id") String id,
            byte[] body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType) {
        if (body.length > 0) {
            FhirResponses.requireJsonBody(contentType);
        }
        var parameters = AcknowledgeParameters.parse(body);
        var version = ifMatch == null ? parameters.version() : Optional.of(FhirResponses.requireIfMatch(ifMatch));
        var command = new AcknowledgeReport(id, version, parameters.comment());
        return followUp.acknowledge(current.get(), command).map(FollowUpResource::answer);
    }

    /// Who has acknowledged which version, oldest first.
    @GET
    @Path("DiagnosticReport/{id}/{operation:(\\$|%24)acknowledgements}")
    public Uni<Response> acknowledgements(@PathParam("id") String id) {
        return followUp.list(current.get(), id).map(found -> FhirResponses.ok(AcknowledgeParameters.listed(found)));
    }

    private static Response answer(AcknowledgeResult result) {
        return switch (result) {
            case AcknowledgeResult.Acknowledged done ->
                FhirResponses.ok(AcknowledgeParameters.listed(List.of(done.acknowledgement())));
            case AcknowledgeResult.Superseded old ->
                throw ProblemException.of(
                        ProblemCode.VERSION_CONFLICT,
                        "The report has changed: version " + old.currentVersion()
                                + " is current. Read it, then acknowledge that version.",
                        "DiagnosticReport.meta.versionId");
            case AcknowledgeResult.NotFound ignored ->
                throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no DiagnosticReport with this id here.");
        };
    }
}
