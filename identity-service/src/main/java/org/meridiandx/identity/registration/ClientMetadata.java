package org.meridiandx.identity.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.identity.oauth.OAuthRefusal;

/// What a developer or an operator sends, in the names of RFC 7591 where it has them.
///
/// @param scope separated by blanks
/// @param role ours: what the client is in its organisation
/// @param certificateDigest ours: base64url SHA-256 of the client certificate, for
/// certificate-bound tokens
/// @param requestsPerSecond ours: the quota, which only an operator sets
/// @param purposes ours: what its tokens may be for; only an operator sets them
record ClientMetadata(
        @JsonProperty("client_name") @Nullable String name,
        @JsonProperty("scope") @Nullable String scope,
        @JsonProperty("jwks") @Nullable JsonNode jwks,
        @JsonProperty("jwks_uri") @Nullable String jwksUri,
        @JsonProperty("grant_types") @Nullable List<String> grantTypes,
        @JsonProperty("redirect_uris") @Nullable List<String> redirectUris,

        @JsonProperty("post_logout_redirect_uris") @Nullable List<String> logoutRedirectUris,

        @JsonProperty("contacts") @Nullable List<String> contacts,

        @JsonProperty("token_endpoint_auth_method") @Nullable
        String authMethod,

        @JsonProperty("dpop_bound_access_tokens") @Nullable Boolean dpop,

        @JsonProperty("tls_client_certificate_bound_access_tokens") @Nullable
        Boolean certificateBound,

        @JsonProperty("client_certificate_sha256") @Nullable String certificateDigest,
        @JsonProperty("role") @Nullable String role,
        @JsonProperty("requests_per_second") @Nullable Integer requestsPerSecond,
        @JsonProperty("purposes") @Nullable List<String> purposes) {
    private static final int MAX_BYTES = 65_536;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// @throws OAuthRefusal `invalid_client_metadata` saying which member is wrong
    static ClientMetadata parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw OAuthRefusal.tooLarge("The body is larger than " + MAX_BYTES + " bytes.");
        }
        try {
            var metadata = JSON.readValue(body, ClientMetadata.class);
            if (metadata != null) {
                return metadata;
            }
        } catch (UnrecognizedPropertyException unknown) {
            throw refused("the member \"" + unknown.getPropertyName() + "\" is not known.");
        } catch (JsonProcessingException malformed) {
            throw refused("the body is not the JSON object that is expected.");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes cannot be read", impossible);
        }
        throw refused("the body is empty.");
    }

    static OAuthRefusal refused(String description) {
        return new OAuthRefusal("invalid_client_metadata", 400, description);
    }

    /// Whether it is an app that can keep no secret.
    boolean isPublic() {
        return "none".equals(authMethod);
    }

    @Nullable
    String constraint() {
        if (Boolean.TRUE.equals(dpop)) {
            return "dpop";
        }
        return Boolean.TRUE.equals(certificateBound) ? "mtls" : null;
    }
}
