package org.meridiandx.fhir.formats;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;

/// What a service's FHIR address looks like to this library.
@Path("/")
public class ThingEndpoint {
    private static final byte[] THING = "{\"resourceType\":\"Basic\"}".getBytes(StandardCharsets.UTF_8);

    @GET
    @Path("fhir/R4/Basic/1")
    public Response read() {
        return FhirResponses.ok(THING);
    }

    @POST
    @Path("fhir/R4/Basic")
    public Response create(byte[] body) {
        FhirJson.scan(body);
        return FhirResponses.ok(THING);
    }

    @GET
    @Path("other")
    public String other() {
        return "not FHIR";
    }
}
