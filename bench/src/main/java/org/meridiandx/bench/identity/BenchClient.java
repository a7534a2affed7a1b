package org.meridiandx.bench.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.meridiandx.dev.persona.SampleRegion;

/// The client that asks for tokens: one RSA key, registered with every side, one kind of assertion (RS512).
final class BenchClient {

    /// What assertions are signed with, whoever gets them.
    static final String ALGORITHM = "RS512";

    private static final String ID = "bench";
    private static final String KEY_ID = "bench-1";
    private static final String SCOPE = "system/Patient.rs";
    private static final int BITS = 2048;
    private static final long ASSERTION_LIFE_SECONDS = 280;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyPair keys;

    BenchClient() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM makes no RSA keys", e);
        }
    }

    /// The bootstrap file of the sample region with this client in it.
    Path bootstrap(Path home) throws IOException {
        var sample = SampleRegion.keptIn(home);
        var content = (ObjectNode) JSON.readTree(sample.bootstrapFile().toFile());
        content.withArray("clients")
                .addPOJO(Map.of(
                        "clientId",
                        ID,
                        "name",
                        "Load generator",
                        "organisation",
                        "RX901",
                        "role",
                        "clinician",
                        "scopes",
                        List.of(SCOPE),
                        "jwks",
                        keySet()));
        Path file = home.resolve("bootstrap-with-bench.json");
        JSON.writeValue(file.toFile(), content);
        return file;
    }

    /// A realm of Keycloak with this client once for each algorithm that tokens are to be signed with.
    Path realm(Path home, List<String> algorithms) throws IOException {
        var realm = JSON.createObjectNode();
        realm.put("realm", "bench").put("enabled", true).put("sslRequired", "none");
        realm.put("accessTokenLifespan", 300);
        var clients = realm.putArray("clients");
        for (String algorithm : algorithms) {
            var client = clients.addObject();
            client.put("clientId", keycloakId(algorithm)).put("protocol", "openid-connect");
            client.put("publicClient", false).put("clientAuthenticatorType", "client-jwt");
            client.put("serviceAccountsEnabled", true);
            client.put("standardFlowEnabled", false).put("fullScopeAllowed", false);
            client.putObject("attributes")
                    .put("use.jwks.string", "true")
                    .put("jwks.string", JSON.writeValueAsString(keySet()))
                    .put("token.endpoint.auth.signing.alg", ALGORITHM)
                    .put("token.endpoint.auth.signing.max.exp", "300")
                    .put("access.token.signed.response.alg", algorithm);
        }
        Path file = home.resolve("bench-realm.json");
        JSON.writeValue(file.toFile(), realm);
        return file;
    }

    /// A form for Meridian's token endpoint.
    String formForMeridian(String endpoint) {
        return form(ID, endpoint) + "&scope=" + SCOPE.replace("/", "%2F");
    }

    /// A form for Keycloak's, which wants the issuer as audience.
    String formForKeycloak(String issuer, String algorithm) {
        return form(keycloakId(algorithm), issuer);
    }

    private static String keycloakId(String algorithm) {
        return ID + "-" + algorithm.toLowerCase(java.util.Locale.ROOT);
    }

    private String form(String clientId, String audience) {
        return "grant_type=client_credentials"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=" + assertion(clientId, audience);
    }

    private String assertion(String clientId, String audience) {
        long now = Instant.now().getEpochSecond();
        String content = encode("{\"alg\":\"" + ALGORITHM + "\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}") + "."
                + encode("{\"iss\":\"" + clientId + "\",\"sub\":\"" + clientId + "\",\"aud\":\"" + audience
                        + "\",\"jti\":\"" + UUID.randomUUID() + "\",\"iat\":" + now + ",\"exp\":"
                        + (now + ASSERTION_LIFE_SECONDS) + "}");
        try {
            var signature = Signature.getInstance("SHA512withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM does not sign with " + ALGORITHM, e);
        }
    }

    private Map<String, Object> keySet() {
        var key = (RSAPublicKey) keys.getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "use",
                        "sig",
                        "alg",
                        ALGORITHM,
                        "kid",
                        KEY_ID,
                        "n",
                        unsigned(key.getModulus().toByteArray()),
                        "e",
                        unsigned(key.getPublicExponent().toByteArray()))));
    }

    private static String unsigned(byte[] number) {
        int start = number[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(number, start, number.length));
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
