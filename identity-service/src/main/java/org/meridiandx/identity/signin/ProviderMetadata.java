package org.meridiandx.identity.signin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/// What a provider says of itself. **Source:** OpenID Connect Discovery 1.0, RFC 9207.
///
/// @param saysIssuer whether each of its answers names it (`iss`)
record ProviderMetadata(
        String authorizationEndpoint,
        String tokenEndpoint,
        String userinfoEndpoint,
        String jwksUri,
        boolean saysIssuer) {

    /// @throws IllegalStateException when it is somebody else's, or lacks something
    static ProviderMetadata of(JsonNode json, String issuer, boolean plainHttp) {
        if (!json.path("issuer").asText("").equals(issuer)) {
            throw new IllegalStateException("its metadata name another issuer");
        }
        return new ProviderMetadata(
                endpoint(json, "authorization_endpoint", plainHttp),
                endpoint(json, "token_endpoint", plainHttp),
                endpoint(json, "userinfo_endpoint", plainHttp),
                endpoint(json, "jwks_uri", plainHttp),
                json.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    private static String endpoint(JsonNode json, String name, boolean plainHttp) {
        var address = json.path(name).asText("");
        var scheme = URI.create(address).getScheme();
        if ("https".equals(scheme) || plainHttp && "http".equals(scheme)) {
            return address;
        }
        throw new IllegalStateException("its metadata have no safe " + name);
    }
}
