package org.meridiandx.order.guidance;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;

/// `POST /fhir/R4/ServiceRequest/$assess`: the scan-choice tool for programs and sites without CDS
/// Hooks.
@Path("/fhir/R4/ServiceRequest/{operation:(\\$|%24)assess}")
public class AssessResource {
    private final GuidanceService guidance;
    private final Access access;
    private final CurrentCaller caller;

    AssessResource(GuidanceService guidance, Access access, CurrentCaller caller) {
        this.guidance = guidance;
        this.access = access;
        this.caller = caller;
    }

    /// It changes nothing, but facts about a patient are not to be put into a URL.
    @GET
    public Response refuseGet() {
        var refused = FhirResponses.refused(
                ProblemCode.METHOD_NOT_ALLOWED, "$assess takes its facts in the body: send them by POST.");
        return Response.fromResponse(refused).header(HttpHeaders.ALLOW, "POST").build();
    }

    @POST
    public Uni<Response> assess(byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.READ, "ServiceRequest");
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        return guidance.assess(who, body).map(FhirJson::encode).map(FhirResponses::ok);
    }
}
