package org.meridiandx.jws;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/// A signed JWT that was taken apart but is not believed yet.
///
/// Its size is bounded before it is parsed. Header and claims must be JSON objects without
/// doubled members. A header that brings a key along or points at one, that asks for an
/// extension (`crit`, `b64`), or that holds another token (`cty`) is refused: the key comes
/// from whoever registered it, by `kid`. **Source:** RFC 7515, RFC 8725.
public final class CompactJwt {
    /// The longest token that is looked at.
    public static final int MAX_CHARS = 8_192;

    private static final int MAX_KEY_ID_CHARS = 200;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final Set<String> REFUSED_HEADERS = Set.of("jku", "x5u", "x5c", "crit", "b64", "enc", "zip", "cty");
    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final JwsAlgorithm algorithm;
    private final Signed signed;

    private CompactJwt(Map<String, Object> header, Map<String, Object> claims, JwsAlgorithm algorithm, Signed signed) {
        this.header = header;
        this.claims = claims;
        this.algorithm = algorithm;
        this.signed = signed;
    }

    /// Says which part of a token is wrong, and how. No stack trace: it tells of the caller's
    /// input.
    public static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String claim;

        /// @param claim the header member or claim, or `jwt` for the whole
        /// @param fault what is wrong with it; never its value
        public Invalid(String claim, String fault) {
            super(claim + ": " + fault, null, false, false);
            this.claim = claim;
        }

        /// The header member or claim that is wrong.
        public String claim() {
            return claim;
        }

        /// Both together, fit for an answer.
        public String explanation() {
            return String.valueOf(getMessage());
        }
    }

    /// Takes a token apart whose key is registered somewhere.
    ///
    /// @throws Invalid saying what is wrong
    public static CompactJwt read(String token) {
        var jwt = parse(token);
        if (jwt.header.containsKey("jwk")) {
            throw new Invalid("jwk", "a key in the header is not looked at. Register the key and name it by kid.");
        }
        return jwt;
    }

    /// Takes a proof apart that has to bring its public key along, as DPoP does.
    ///
    /// @throws Invalid saying what is wrong
    public static CompactJwt readWithKey(String token) {
        return parse(token);
    }

    private static CompactJwt parse(String token) {
        if (token.length() > MAX_CHARS) {
            throw new Invalid("jwt", "it is longer than " + MAX_CHARS + " characters.");
        }
        var first = token.indexOf('.');
        var last = token.lastIndexOf('.');
        if (first <= 0 || last <= first + 1 || token.indexOf('.', first + 1) != last) {
            throw new Invalid("jwt", "it is not a signed JWT in compact form.");
        }
        var header = object("header", token.substring(0, first));
        var algorithm = algorithmOf(header);
        for (var name : header.keySet()) {
            if (REFUSED_HEADERS.contains(name)) {
                throw new Invalid(printable(name), "this header is not taken. Leave it out.");
            }
        }
        var content = token.substring(0, last).getBytes(StandardCharsets.US_ASCII);
        var signature = decoded("signature", token.substring(last + 1));
        return new CompactJwt(
                header, object("claims", token.substring(first + 1, last)), algorithm, new Signed(content, signature));
    }

    private static JwsAlgorithm algorithmOf(Map<String, Object> header) {
        return Optional.ofNullable(header.get("alg"))
                .filter(String.class::isInstance)
                .flatMap(name -> JwsAlgorithm.named((String) name))
                .orElseThrow(() -> new Invalid(
                        "alg",
                        "sign with RS256, RS384, RS512, PS256, PS384, ES256 or ES384; none and shared secrets are "
                                + "not taken."));
    }

    private static Map<String, Object> object(String part, String encoded) {
        var json = new String(decoded(part, encoded), StandardCharsets.UTF_8);
        try {
            return JsonUtil.parseJson(json);
        } catch (JoseException | RuntimeException malformed) {
            throw new Invalid("jwt", "its " + part + " is not one JSON object whose members stand once each.");
        }
    }

    private static byte[] decoded(String part, String encoded) {
        try {
            return Base64.getUrlDecoder().decode(encoded);
        } catch (IllegalArgumentException malformed) {
            throw new Invalid("jwt", "its " + part + " is not base64url. Send a signed JWT in compact form.");
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[^A-Za-z0-9#_-]", "?");
    }

    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /// The header's `kid`, which is a name to look up and nothing else.
    ///
    /// @throws Invalid when there is none, or none that a registered key could have
    public String keyId() {
        if (header.get("kid") instanceof String keyId
                && !keyId.isEmpty()
                && keyId.length() <= MAX_KEY_ID_CHARS
                && keyId.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return keyId;
        }
        throw new Invalid("kid", "the header names no key.");
    }

    /// The header's `typ`, lower case, without `application/`.
    public Optional<String> type() {
        var type = header.get("typ");
        if (type == null) {
            return Optional.empty();
        }
        if (type instanceof String text) {
            var lower = text.toLowerCase(java.util.Locale.ROOT);
            return Optional.of(lower.startsWith("application/") ? lower.substring("application/".length()) : lower);
        }
        throw new Invalid("typ", "it is not text.");
    }

    /// The public key in the header.
    ///
    /// @throws Invalid when there is none
    @SuppressWarnings("unchecked") // a JSON object's keys are text
    public Map<String, Object> embeddedKey() {
        if (header.get("jwk") instanceof Map<?, ?> key) {
            return (Map<String, Object>) key;
        }
        throw new Invalid("jwk", "the header brings no public key.");
    }

    /// Whether this key made the signature, by an algorithm that fits it.
    public boolean isSignedBy(PublicKey key) {
        return algorithm.verifies(key, signed.content, signed.signature);
    }

    /// @throws Invalid when the claim is there and is no text
    public Optional<String> text(String claim) {
        var value = claims.get(claim);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new Invalid(claim, "it is not text.");
    }

    /// @throws Invalid when the claim is there and is no time in seconds since 1970
    public Optional<Instant> time(String claim) {
        var value = claims.get(claim);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= LAST_SECOND) {
            return Optional.of(Instant.ofEpochSecond(number.longValue()));
        }
        throw new Invalid(claim, "it is not a time in seconds since 1970.");
    }

    /// The audiences, whether given as text or as an array.
    ///
    /// @throws Invalid when there is none, or one is no text
    public List<String> audience() {
        var value = claims.get("aud");
        if (value instanceof String one) {
            return List.of(one);
        }
        if (value instanceof List<?> several
                && !several.isEmpty()
                && several.stream().allMatch(String.class::isInstance)) {
            return several.stream().map(String.class::cast).toList();
        }
        throw new Invalid("aud", "it is missing, or neither text nor an array of texts.");
    }

    /// A member of an object claim, such as `cnf` and `jkt`.
    public Optional<String> text(String claim, String member) {
        if (claims.get(claim) instanceof Map<?, ?> object && object.get(member) instanceof String text) {
            return Optional.of(text);
        }
        return Optional.empty();
    }

    public boolean has(String claim) {
        return claims.containsKey(claim);
    }

    @Override
    public String toString() {
        return "CompactJwt[" + algorithm + "]";
    }

    private record Signed(byte[] content, byte[] signature) {}
}
