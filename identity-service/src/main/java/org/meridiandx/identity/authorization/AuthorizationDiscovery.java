package org.meridiandx.identity.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.identity.tokens.DiscoveryPart;

/// Says how people sign in. **Source:** SMART App Launch 2.2 conformance, OpenID Connect
/// Discovery 1.0, RFC 9126 5, RFC 9207 3.
@ApplicationScoped
class AuthorizationDiscovery implements DiscoveryPart {
    private static final List<String> CAPABILITIES = List.of(
            "launch-standalone",
            "launch-ehr",
            "client-public",
            "sso-openid-connect",
            "authorize-post",
            "context-standalone-patient",
            "context-ehr-patient",
            "context-ehr-encounter",
            "context-banner",
            "context-style",
            "permission-offline",
            "permission-online",
            "permission-patient",
            "permission-user");
    private static final List<String> SCOPES =
            List.of("openid", "fhirUser", "launch", "launch/patient", "offline_access", "online_access", "user/*.rs");

    @Override
    public void addTo(ObjectNode document, String issuer) {
        document.put("authorization_endpoint", issuer + "/oauth2/authorize");
        document.put("pushed_authorization_request_endpoint", issuer + "/oauth2/par");
        document.put("end_session_endpoint", issuer + "/oauth2/logout");
        document.put("authorization_response_iss_parameter_supported", true);
        document.put("request_parameter_supported", false);
        add(document, "response_types_supported", List.of("code"));
        add(document, "response_modes_supported", List.of("query"));
        add(document, "code_challenge_methods_supported", List.of("S256"));
        add(document, "token_endpoint_auth_methods_supported", List.of("none"));
        add(document, "scopes_supported", SCOPES);
        if (document.has("capabilities")) {
            add(document, "capabilities", CAPABILITIES);
        } else {
            add(
                    document,
                    "claims_supported",
                    List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid", "fhirUser"));
        }
    }

    private static void add(ObjectNode document, String name, List<String> values) {
        values.forEach(document.withArray("/" + name)::add);
    }
}
