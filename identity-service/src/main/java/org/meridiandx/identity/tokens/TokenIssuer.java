package org.meridiandx.identity.tokens;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Signs access tokens with the region's active key.
@ApplicationScoped
public class TokenIssuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private final Vertx vertx;
    private final KeyRing keys;
    private final Clock clock;
    private final String issuer;

    TokenIssuer(Vertx vertx, KeyRing keys, Clock clock, @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.vertx = vertx;
        this.keys = keys;
        this.clock = clock;
        this.issuer = issuer;
    }

    /// What was issued.
    ///
    /// @param type `Bearer`, or `DPoP` where it is bound to such a key
    /// @param id `jti`
    public record Issued(String token, String type, String scope, long expiresInSeconds, String id) {
        @Override
        public String toString() {
            return "Issued[scope=" + scope + "]";
        }
    }

    /// Signs. RSA does so on a worker thread, because it would hold an event loop for 0.6 ms or
    /// more; EC needs no such hop.
    public Uni<Issued> issue(AccessToken token) {
        var id = UUID.randomUUID().toString();
        return signed("at+jwt", claimsOf(token, id))
                .map(compact -> new Issued(
                        compact,
                        token.client().jkt().isPresent() ? "DPoP" : "Bearer",
                        token.scopes().toString(),
                        token.validity().toSeconds(),
                        id));
    }

    /// Signs any claims.
    ///
    /// @param type header `typ`; never that of an access token where it is none
    public Uni<String> signed(String type, ObjectNode claims) {
        var key = keys.active();
        var content = contentOf(type, claims, key);
        return key.isQuick()
                ? Uni.createFrom().item(() -> sign(content, key))
                : vertx.executeBlocking(() -> sign(content, key), false);
    }

    private String sign(String content, SigningKey key) {
        var signature = key.sign(keys.algorithmOf(key), content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature);
    }

    private String contentOf(String type, ObjectNode claims, SigningKey key) {
        var header = JsonNodeFactory.instance.objectNode();
        header.put("typ", type).put("alg", keys.algorithmOf(key).name()).put("kid", key.id());
        return encoded(header) + "." + encoded(claims);
    }

    private ObjectNode claimsOf(AccessToken token, String id) {
        var now = clock.instant().getEpochSecond();
        var client = token.client().client();
        var person = token.person();
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", issuer).put("aud", token.audience().orElse(issuer));
        claims.put("sub", person.subject()).put("client_id", client.clientId());
        claims.put("jti", id);
        claims.put("iat", now).put("nbf", now).put("exp", now + token.validity().toSeconds());
        claims.put("scope", token.scopes().toString());
        claims.put("organisation", person.organisation()).put("role", person.role());
        // For the gateway: requests per second that this client may make.
        claims.put("quota", client.requestsPerSecond());
        person.fhirUser().ifPresent(user -> claims.put("fhirUser", user));
        person.patientId().ifPresent(patient -> claims.put("patient", patient));
        person.purpose().ifPresent(purpose -> claims.put("purpose", purpose));
        person.name().ifPresent(name -> claims.put("name", name));
        person.roleProfile().ifPresent(profile -> claims.put("role_profile", profile));
        person.authTime().ifPresent(time -> claims.put("auth_time", time));
        person.region().ifPresent(region -> claims.put("region", region));
        person.actor().ifPresent(actor -> claims.putObject("act").put("sub", actor));
        token.client().jkt().ifPresent(jkt -> claims.withObject("/cnf").put("jkt", jkt));
        token.client().x5t().ifPresent(x5t -> claims.withObject("/cnf").put("x5t#S256", x5t));
        return claims;
    }

    private static String encoded(ObjectNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
