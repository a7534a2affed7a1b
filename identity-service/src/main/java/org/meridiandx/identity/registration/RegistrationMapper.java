package org.meridiandx.identity.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.identity.clients.ClientRegistration;
import org.meridiandx.identity.clients.SenderConstraint;
import org.meridiandx.identity.keysets.KeySet;

/// [ClientRegistration] → JSON in the names of RFC 7591 and RFC 7592, with ours beside them.
record RegistrationMapper(String issuer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ObjectNode toJson(ClientRegistration registration) {
        var client = registration.client();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("client_id", client.clientId());
        json.put("client_id_issued_at", registration.registeredAt().getEpochSecond());
        json.put("registration_client_uri", issuer + "/oauth2/register/" + client.clientId());
        json.put("client_name", client.name());
        json.put("organisation", client.organisation().value());
        json.put("role", client.role());
        json.put("state", registration.state().name().toLowerCase(Locale.ROOT));
        json.put("scope", client.scopes().toString());
        json.put("requested_scope", registration.requestedScopes().toString());
        json.put("token_endpoint_auth_method", client.isPublic() ? "none" : "private_key_jwt");
        client.redirects().signIn().forEach(json.putArray("redirect_uris")::add);
        client.redirects().signOut().forEach(json.putArray("post_logout_redirect_uris")::add);
        client.grants().stream().sorted().forEach(json.putArray("grant_types")::add);
        client.purposes().stream().sorted().forEach(json.putArray("purposes")::add);
        registration.contacts().forEach(json.putArray("contacts")::add);
        json.put("requests_per_second", client.requestsPerSecond());
        registration.lastUsed().ifPresent(when -> json.put("last_used", when.toString()));
        putKeys(json, client.keys());
        putConstraint(json, client.constraint());
        return json;
    }

    private static void putKeys(ObjectNode json, ClientKeys keys) {
        switch (keys) {
            case ClientKeys.None() -> {
                // It proves nothing.
            }
            case ClientKeys.Published(var address) -> json.put("jwks_uri", address.toString());
            case ClientKeys.Inline(KeySet set) -> {
                try {
                    json.set("jwks", JSON.readTree(set.json()));
                } catch (JsonProcessingException impossible) {
                    throw new IllegalStateException("a stored key set is no JSON", impossible);
                }
            }
        }
    }

    private static void putConstraint(ObjectNode json, SenderConstraint constraint) {
        switch (constraint) {
            case SenderConstraint.None() -> json.put("dpop_bound_access_tokens", false);
            case SenderConstraint.Dpop() -> json.put("dpop_bound_access_tokens", true);
            case SenderConstraint.Certificate(String digest) -> {
                json.put("tls_client_certificate_bound_access_tokens", true);
                json.put("client_certificate_sha256", digest);
            }
        }
    }
}
