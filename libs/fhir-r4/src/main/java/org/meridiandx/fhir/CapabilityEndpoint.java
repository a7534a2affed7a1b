package org.meridiandx.fhir;

import io.quarkus.arc.All;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `GET /capability`: this service's part of the region's capability statement.
///
/// It is not routed by the gateway; identity-service puts the parts together under
/// `/fhir/R4/metadata`.
@Path("/capability")
class CapabilityEndpoint {
    private final List<ResourceCapability> capabilities;

    CapabilityEndpoint(@All List<ResourceCapability> capabilities) {
        this.capabilities = capabilities;
    }

    @GET
    @Produces("application/json")
    public byte[] capability() {
        return ResourceCapability.toJson(capabilities).toString().getBytes(StandardCharsets.UTF_8);
    }
}
