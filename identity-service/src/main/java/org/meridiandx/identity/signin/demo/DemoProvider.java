package org.meridiandx.identity.signin.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.meridiandx.identity.oauth.OAuthForm;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.sessions.Secret;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

/// Codes and tokens of the demonstration, in the memory of this one process.
@ApplicationScoped
class DemoProvider {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String KEY_ID = "demonstration";
    private static final int SECONDS = 300;
    private final boolean isOn;
    private final String issuer;
    private final KeyRing region;
    private final Clock clock;
    private final KeyPair keys;
    private final List<DemoPerson> people = DemoPerson.all();
    private final Cache<String, Started> codes = shortLived();
    private final Cache<String, DemoPerson> tokens = shortLived();

    DemoProvider(
            @ConfigProperty(name = "meridian.sign-in.demo", defaultValue = "false") boolean isOn,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            KeyRing region,
            Clock clock) {
        this.isOn = isOn;
        this.issuer = issuer;
        this.region = region;
        this.clock = clock;
        this.keys = fresh();
    }

    /// A sample person at the door.
    record Started(DemoPerson person, String nonce, String challenge) {}

    /// @throws OAuthRefusal 404 where there is no demonstration
    void requireOn(String provider) {
        if (!isOn || !provider.equals("staff") && !provider.equals("patient")) {
            throw new OAuthRefusal("invalid_request", 404, "demo: there is no demonstration here.");
        }
    }

    String issuerOf(String provider) {
        return issuer + "/oauth2/demo-sign-in/" + provider;
    }

    List<DemoPerson> people(String provider) {
        return people.stream()
                .filter(person -> person.provider().equals(provider))
                .toList();
    }

    /// @throws OAuthRefusal when the request is not this region's
    void check(OAuthForm request) {
        if (!request.find("redirect_uri").equals(Optional.of(issuer + "/oauth2/sign-in/callback"))
                || !request.find("code_challenge_method").equals(Optional.of("S256"))) {
            throw OAuthRefusal.request("redirect_uri: the demonstration signs in for this region only.");
        }
    }

    String codeFor(DemoPerson person, OAuthForm request) {
        var code = Secret.fresh();
        codes.put(
                code,
                new Started(
                        person,
                        request.find("nonce").orElse(""),
                        request.find("code_challenge").orElse("")));
        return code;
    }

    /// @return the answer of the token endpoint
    ObjectNode redeem(String provider, OAuthForm form) {
        checkAssertion(provider, form.require("client_assertion", "Send one."));
        var started = Optional.ofNullable(codes.asMap().remove(form.require("code", "Send it.")))
                .filter(code -> code.challenge()
                        .equals(Secret.digest(form.find("code_verifier").orElse(""))))
                .orElseThrow(() -> OAuthRefusal.grant("code: it is not known."));
        var token = Secret.fresh();
        tokens.put(token, started.person());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("access_token", token).put("token_type", "Bearer").put("expires_in", SECONDS);
        return json.put("id_token", idToken(provider, started));
    }

    Optional<DemoPerson> personOf(String token) {
        return Optional.ofNullable(tokens.getIfPresent(token));
    }

    private void checkAssertion(String provider, String assertion) {
        try {
            var jwt = CompactJwt.read(assertion);
            var good = region.find(jwt.keyId())
                    .filter(key -> jwt.isSignedBy(key.publicKey()))
                    .filter(key -> jwt.audience().contains(issuerOf(provider) + "/token"))
                    .filter(key ->
                            jwt.time("exp").filter(clock.instant()::isBefore).isPresent());
            if (good.isEmpty()) {
                throw OAuthRefusal.client("client_assertion: it is not the region's.");
            }
        } catch (CompactJwt.Invalid invalid) {
            throw OAuthRefusal.client(invalid.explanation());
        }
    }

    private String idToken(String provider, Started started) {
        var now = clock.instant().getEpochSecond();
        var claims = JsonNodeFactory.instance.objectNode();
        claims.setAll((ObjectNode) started.person().claims().deepCopy());
        claims.put("iss", issuerOf(provider)).put("aud", "region").put("nonce", started.nonce());
        claims.put("auth_time", now).put("iat", now).put("exp", now + SECONDS);
        var header = JsonNodeFactory.instance.objectNode();
        header.put("typ", "JWT").put("alg", "ES256").put("kid", KEY_ID);
        var content = encoded(header) + "." + encoded(claims);
        var signature = JwsAlgorithm.ES256.sign(keys.getPrivate(), content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature);
    }

    /// The provider's public key.
    Map<String, Object> jwk() {
        try {
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(keys.getPublic());
            jwk.setKeyId(KEY_ID);
            jwk.setUse("sig");
            jwk.setAlgorithm("ES256");
            return jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException impossible) {
            throw new IllegalStateException("the demonstration's key has no JWK", impossible);
        }
    }

    private static KeyPair fresh() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM makes no EC keys", impossible);
        }
    }

    private static <T> Cache<String, T> shortLived() {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofMinutes(5))
                .build();
    }

    private static String encoded(ObjectNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
