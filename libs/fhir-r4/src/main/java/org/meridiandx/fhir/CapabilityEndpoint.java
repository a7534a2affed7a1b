package org.meridiandx.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.arc.All;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `GET /capability`: this service's part of the region's capability statement.
///
/// It is not routed by the gateway; identity-service puts the parts together under
/// `/fhir/R4/metadata`.
@Path("/capability")
public class CapabilityEndpoint {
    private final List<ResourceCapability> capabilities;

    CapabilityEndpoint(@All List<ResourceCapability> capabilities) {
        this.capabilities = new ArrayList<>(capabilities);
        this.capabilities.sort(
                (a, b) -> a.search().resourceType().compareTo(b.search().resourceType()));
    }

    @GET
    @Produces("application/json")
    public byte[] capability() {
        var rest = JsonNodeFactory.instance.arrayNode();
        capabilities.forEach(capability -> rest.add(capability.toJson()));
        return rest.toString().getBytes(StandardCharsets.UTF_8);
    }
}
