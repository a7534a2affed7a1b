package org.meridiandx.order.prefill;

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

/// `POST /fhir/R4/ServiceRequest/$prepare`: a draft request, filled with what the region knows.
@Path("/fhir/R4/ServiceRequest/{operation:(\\$|%24)prepare}")
public class PrefillResource {
    private final PrefillService prefill;
    private final Access access;
    private final CurrentCaller caller;

    PrefillResource(PrefillService prefill, Access access, CurrentCaller caller) {
        this.prefill = prefill;
        this.access = access;
        this.caller = caller;
    }

    /// It changes nothing, but who is asked for is not to be put into a URL.
    @GET
    public Response refuseGet() {
        var refused = FhirResponses.refused(
                ProblemCode.METHOD_NOT_ALLOWED, "$prepare takes the patient in the body: send it by POST.");
        return Response.fromResponse(refused).header(HttpHeaders.ALLOW, "POST").build();
    }

    @POST
    public Uni<Response> prepare(byte[] body, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.READ, "ServiceRequest");
        FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        return prefill.prepare(who, PrefillParameters.read(body))
                .map(FhirJson::encode)
                .map(FhirResponses::ok);
    }
}
