package org.meridiandx.identity.capability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Parts → CapabilityStatement. Nothing is claimed that no part declares.
///
/// **Source:** FHIR R4 CapabilityStatement; SMART App Launch 2.2 (extension oauth-uris).
@ApplicationScoped
class CapabilityStatementComposer {
    private static final String OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
    private static final String SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service";
    /// A bundle is taken by the service that keeps results.
    private static final String BUNDLES_WITH = "DiagnosticReport";

    private final String issuer;
    private final String version;
    private final String region;

    CapabilityStatementComposer(
            @ConfigProperty(name = "meridian.issuer") String issuer,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "meridian.region") String region) {
        this.issuer = issuer;
        this.version = version;
        this.region = region;
    }

    /// @param resources this service's own `rest.resource` entries
    /// @param parts those of the others
    ObjectNode compose(JsonNode resources, List<CapabilitySource.Part> parts, Instant now) {
        var byType = new TreeMap<String, JsonNode>();
        for (var part : parts) {
            part.resources().ifPresent(entries -> add(byType, entries));
        }
        add(byType, resources);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("resourceType", "CapabilityStatement");
        json.put("status", "active");
        json.put("date", now.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("publisher", "Meridian");
        json.put("kind", "instance");
        json.putObject("software").put("name", "Meridian").put("version", version);
        json.putObject("implementation")
                .put("description", descriptionOf(parts))
                .put("url", issuer + "/fhir/R4");
        json.put("fhirVersion", "4.0.1");
        json.putArray("format").add("application/fhir+json").add("json");
        json.putArray("rest").add(rest(byType));
        return json;
    }

    private ObjectNode rest(Map<String, JsonNode> byType) {
        var rest = JsonNodeFactory.instance.objectNode();
        rest.put("mode", "server");
        rest.set("security", security());
        rest.putArray("resource").addAll(byType.values());
        if (byType.containsKey(BUNDLES_WITH)) {
            var interactions = rest.putArray("interaction");
            interactions.addObject().put("code", "transaction");
            interactions.addObject().put("code", "batch");
            rest.putArray("operation")
                    .addObject()
                    .put("name", "process-message")
                    .put("definition", "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message");
        }
        return rest;
    }

    private ObjectNode security() {
        var security = JsonNodeFactory.instance.objectNode();
        var extension = security.putArray("extension").addObject();
        extension.put("url", OAUTH_URIS);
        var uris = extension.putArray("extension");
        uris.addObject().put("url", "token").put("valueUri", issuer + "/oauth2/token");
        uris.addObject().put("url", "authorize").put("valueUri", issuer + "/oauth2/authorize");
        var service = security.putArray("service").addObject();
        service.putArray("coding").addObject().put("system", SECURITY_SERVICE).put("code", "SMART-on-FHIR");
        service.put(
                "text",
                "OAuth 2 (SMART App Launch), and client credentials with a signed JWT (SMART Backend Services)");
        security.put("description", "Tokens at " + issuer + "/oauth2/token; deny by default.");
        return security;
    }

    private String descriptionOf(List<CapabilitySource.Part> parts) {
        var away = parts.stream().filter(part -> part.resources().isEmpty()).count();
        var old = parts.stream()
                .filter(part -> part.resources().isPresent() && !part.isFresh())
                .count();
        return "Region " + region
                + (away == 0
                        ? ""
                        : "; " + away + " of its services did not answer, their resource types are not listed")
                + (old == 0 ? "" : "; " + old + " of its services did not answer, their last statement is listed");
    }

    private static void add(Map<String, JsonNode> byType, JsonNode resources) {
        for (var resource : resources) {
            var type = resource.path("type").asText("");
            if (!type.isEmpty()) {
                byType.put(type, resource);
            }
        }
    }
}
