package org.meridiandx.testkit.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Signed access tokens for tests, in the shape that identity-service issues them.
///
/// ```java
/// String token = Tokens.persona("gp");
/// String expired = Tokens.of(Persona.GP).expiresIn(Duration.ofMinutes(-1)).sign();
/// String narrow = Tokens.of(Persona.GP).scope("system/Patient.rs").sign();
/// ```
///
/// Claims: `iss sub client_id aud exp iat jti scope organisation role`, `fhirUser` and `patient` where they apply.
public final class Tokens {

    /// Issuer and audience of all test tokens (`meridian.issuer`).
    public static final String ISSUER = "https://region.test.invalid";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private SigningKey key = SigningKey.ofIssuer();

    private Tokens() {}

    /// Returns a token of a persona of the sample region, valid for five minutes.
    public static String persona(String clientId) {
        return of(Persona.named(clientId)).sign();
    }

    /// Starts from a persona's claims; change what the test is about, then [#sign()].
    public static Tokens of(Persona persona) {
        var tokens = blank().type("at+jwt")
                .claim("iss", ISSUER)
                .claim("sub", persona.clientId())
                .claim("client_id", persona.clientId())
                .claim("aud", ISSUER)
                .claim("scope", persona.scope())
                .claim("organisation", persona.organisation())
                .claim("role", persona.role())
                .expiresIn(Duration.ofMinutes(5));
        persona.fhirUser().ifPresent(user -> tokens.claim("fhirUser", user));
        return tokens;
    }

    /// Starts from no claims but `iat` and a new `jti`, e.g. for a client assertion.
    public static Tokens blank() {
        var tokens = new Tokens();
        tokens.header.put("typ", "JWT");
        tokens.header.put("alg", "RS256");
        return tokens.claim("iat", Instant.now().getEpochSecond())
                .claim("jti", UUID.randomUUID().toString());
    }

    /// Sets any claim.
    public Tokens claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    /// Sets what kind of JWT the header says it is: `at+jwt` for a persona's, `JWT` for a blank one.
    public Tokens type(String type) {
        header.put("typ", type);
        return this;
    }

    /// Leaves a claim out.
    public Tokens without(String name) {
        claims.remove(name);
        return this;
    }

    /// Sets the SMART v2 scopes, separated by spaces.
    public Tokens scope(String scope) {
        return claim("scope", scope);
    }

    /// Sets the organisation's ODS code.
    public Tokens organisation(String odsCode) {
        return claim("organisation", odsCode);
    }

    /// Makes it the token of a patient: the id of the Patient that the holder is.
    public Tokens patient(String patientId) {
        return claim("patient", patientId).claim("fhirUser", "Patient/" + patientId);
    }

    /// Sets the end of validity, counted from now; negative for an expired token.
    public Tokens expiresIn(Duration validity) {
        return claim("exp", Instant.now().plus(validity).getEpochSecond());
    }

    /// Signs with another key, e.g. one that the issuer never published.
    public Tokens key(SigningKey other) {
        this.key = other;
        return this;
    }

    /// Signs with another RSA algorithm: RS256, RS384 or RS512.
    public Tokens algorithm(String algorithm) {
        header.put("alg", algorithm);
        return this;
    }

    /// Returns the compact form, signed.
    public String sign() {
        header.put("kid", key.id());
        String content = encode(header) + "." + encode(claims);
        byte[] signature = key.sign(String.valueOf(header.get("alg")), content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + base64(signature);
    }

    /// Returns the compact form with `alg: none` and no signature, which every service must refuse.
    public String unsigned() {
        header.put("alg", "none");
        return encode(header) + "." + encode(claims) + ".";
    }

    private static String encode(Map<String, Object> content) {
        try {
            return base64(JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
