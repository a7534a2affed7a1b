package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.jws.JwsAlgorithm;

/// Says where tokens come from. **Source:** SMART App Launch 2.2 (conformance), OpenID Connect
/// Discovery 1.0, RFC 8414.
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class DiscoveryResource {
    private final String issuer;
    private final KeyRing keys;
    private final TokenService tokens;
    private final List<DiscoveryPart> parts;

    DiscoveryResource(
            @ConfigProperty(name = "meridian.issuer") String issuer,
            KeyRing keys,
            TokenService tokens,
            @All List<DiscoveryPart> parts) {
        this.issuer = issuer;
        this.keys = keys;
        this.tokens = tokens;
        this.parts = List.copyOf(parts);
    }

    @GET
    @Path(".well-known/smart-configuration")
    public String smart() {
        var json = endpoints();
        put(json, "capabilities", List.of("client-confidential-asymmetric", "permission-v1", "permission-v2"));
        put(json, "scopes_supported", List.of("system/*.cruds", "system/*.rs", "patient/*.rs"));
        parts.forEach(part -> part.addTo(json, issuer));
        return json.toString();
    }

    @GET
    @Path("fhir/R4/.well-known/smart-configuration")
    public String smartBelowFhir() {
        return smart();
    }

    @GET
    @Path(".well-known/openid-configuration")
    public String openId() {
        var json = endpoints();
        put(json, "response_types_supported", List.of());
        put(json, "subject_types_supported", List.of("public"));
        put(json, "id_token_signing_alg_values_supported", keys.algorithms());
        parts.forEach(part -> part.addTo(json, issuer));
        return json.toString();
    }

    private ObjectNode endpoints() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("issuer", issuer);
        json.put("jwks_uri", issuer + "/oauth2/jwks");
        json.put("token_endpoint", issuer + "/oauth2/token");
        put(json, "grant_types_supported", tokens.grantTypes());
        put(json, "token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        put(
                json,
                "token_endpoint_auth_signing_alg_values_supported",
                Arrays.stream(JwsAlgorithm.values()).map(Enum::name).toList());
        put(json, "dpop_signing_alg_values_supported", List.of("ES256", "ES384", "PS256", "RS256"));
        json.put("tls_client_certificate_bound_access_tokens", true);
        return json;
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        var array = json.putArray(name);
        values.forEach(array::add);
    }
}
