package org.meridiandx.order.justification;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.hl7.fhir.r4.model.Parameters;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `ServiceRequest/[id]/$justification`: who asked for an exposure, what was known and shown then,
/// and what came of it, the newest first.
///
/// It is `Parameters`, in the words of `$assess`: no resource of R4 has a place for a rating with its
/// options and for facts that were not known. docs/adr/027.
@Path("/fhir/R4/ServiceRequest/{id}/{operation:(\\$|%24)justification}")
public class JustificationResource {
    private final JustificationReading reading;
    private final Access access;
    private final CurrentCaller caller;

    JustificationResource(JustificationReading reading, Access access, CurrentCaller caller) {
        this.reading = reading;
        this.access = access;
        this.caller = caller;
    }

    @GET
    public Uni<Response> read(@PathParam("id") String id) {
        var who = caller.get();
        access.requireScope(who, Action.READ, "ServiceRequest");
        return reading.read(who, id).map(FhirJson::encode).map(FhirResponses::ok);
    }

    /// The same, for clients that call every operation by POST.
    @POST
    public Uni<Response> ask(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        access.requireScope(caller.get(), Action.READ, "ServiceRequest");
        if (body.length > 0) {
            FhirResponses.requireJsonBody(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
            requireNothing(FhirJson.parse(body, Parameters.class));
        }
        return read(id);
    }

    private static void requireNothing(Parameters asked) {
        if (asked.hasParameter()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "$justification takes no parameters: send an empty body.",
                    "Parameters.parameter");
        }
    }
}
