package org.meridiandx.identity.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.identity.tokens.SigningKey;
import org.meridiandx.jws.JwsAlgorithm;

/// What the region shows to a provider instead of a password. **Source:** RFC 7523 2.2.
@ApplicationScoped
class OwnAssertions {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int SECONDS = 60;
    private final Vertx vertx;
    private final KeyRing ring;
    private final Clock clock;
    private final Map<String, Own> own = new HashMap<>();

    OwnAssertions(Vertx vertx, KeyRing ring, Clock clock, SignInConfig config) {
        this.vertx = vertx;
        this.ring = ring;
        this.clock = clock;
        config.providers()
                .forEach((name, provider) -> provider.keyFile().ifPresent(file -> {
                    var key = SigningKey.read(file);
                    own.put(name, new Own(key, provider.keyId().orElse(key.id()), provider.assertionAlgorithm()));
                }));
    }

    private record Own(SigningKey key, String keyId, JwsAlgorithm algorithm) {}

    /// @param audience the provider's token endpoint
    Uni<String> assertionFor(Provider provider, String audience) {
        var active = ring.active();
        var used = own.getOrDefault(provider.name(), new Own(active, active.id(), ring.algorithmOf(active)));
        return vertx.executeBlocking(() -> signed(used, provider.clientId(), audience), false);
    }

    private String signed(Own used, String clientId, String audience) {
        var now = clock.instant().getEpochSecond();
        var header = JsonNodeFactory.instance.objectNode();
        header.put("typ", "JWT").put("alg", used.algorithm().name()).put("kid", used.keyId());
        var claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", clientId).put("sub", clientId).put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now).put("exp", now + SECONDS);
        var content = encoded(header.toString()) + "." + encoded(claims.toString());
        var signature = used.key().sign(used.algorithm(), content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature);
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
