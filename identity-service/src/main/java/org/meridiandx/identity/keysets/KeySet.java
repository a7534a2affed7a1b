package org.meridiandx.identity.keysets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.meridiandx.jws.CompactJwt;
import org.meridiandx.jws.JwsAlgorithm;

/// Public keys by key id: RSA of 2048 bits or more, or EC on P-256 or P-384. A key may be
/// registered for one algorithm only (`alg`).
///
/// @param json the JWK set as registered
public record KeySet(String json, Map<String, Entry> byId) {
    private static final int MAX_KEYS = 20;
    private static final int MAX_CHARS = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SMALLEST_RSA_BITS = 2048;
    private static final int LARGEST_RSA_BITS = 8192;

    public KeySet {
        byId = Map.copyOf(byId);
    }

    /// One key.
    ///
    /// @param algorithm the only one that it is registered for, where it is
    public record Entry(PublicKey key, Optional<JwsAlgorithm> algorithm) {
        /// Whether this key made the signature, by an algorithm that it is registered for.
        public boolean signed(CompactJwt jwt) {
            return algorithm.map(only -> only == jwt.algorithm()).orElse(true) && jwt.isSignedBy(key);
        }
    }

    /// Reads a JWK set strictly.
    ///
    /// @throws IllegalArgumentException naming the key and what is wrong with it; never its value
    public static KeySet parse(String json) {
        var keys = new LinkedHashMap<String, Entry>();
        for (var node : keysOf(json)) {
            var keyId = node.path("kid").asText("");
            if (keyId.isBlank()) {
                throw new IllegalArgumentException("jwks: a key has no kid.");
            }
            if (keys.put(keyId, new Entry(keyOf(keyId, node), algorithmOf(keyId, node))) != null) {
                throw new IllegalArgumentException("jwks: key " + keyId + " stands twice.");
            }
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("jwks: there are more than " + MAX_KEYS + " keys.");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("jwks: there is no key.");
        }
        return new KeySet(json, keys);
    }

    /// Reads a set that somebody publishes for all the world: keys of other kinds in it are
    /// passed over.
    ///
    /// @throws IllegalArgumentException when it is no JWK set, or holds no key that can be used
    public static KeySet parsePublished(String json) {
        var keys = new LinkedHashMap<String, Entry>();
        for (var node : keysOf(json)) {
            var keyId = node.path("kid").asText("");
            if (!keyId.isBlank() && keys.size() < MAX_KEYS && isUsable(keyId, node)) {
                keys.put(keyId, new Entry(keyOf(keyId, node), algorithmOf(keyId, node)));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("jwks: there is no key that can be used.");
        }
        return new KeySet(json, keys);
    }

    private static boolean isUsable(String keyId, JsonNode node) {
        try {
            keyOf(keyId, node);
            algorithmOf(keyId, node);
            return true;
        } catch (IllegalArgumentException otherKind) {
            return false;
        }
    }

    public Optional<Entry> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    private static JsonNode keysOf(String json) {
        if (json.length() > MAX_CHARS) {
            throw new IllegalArgumentException("jwks: longer than " + MAX_CHARS + " characters.");
        }
        try {
            var keys = JSON.readTree(json).path("keys");
            if (keys.isArray()) {
                return keys;
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("jwks: not well-formed JSON.", malformed);
        }
        throw new IllegalArgumentException("jwks: it has no array \"keys\".");
    }

    private static PublicKey keyOf(String keyId, JsonNode node) {
        if (node.has("d") || node.has("k") || node.has("p")) {
            throw new IllegalArgumentException(
                    "jwks: key " + keyId + " holds a private or shared secret. Register public keys only.");
        }
        if (node.path("use").asText("sig").equals("enc")) {
            throw new IllegalArgumentException("jwks: key " + keyId + " is for encryption, not for signatures.");
        }
        var key = parsed(keyId, node);
        switch (key) {
            case RSAPublicKey rsa -> requireBits(keyId, rsa.getModulus().bitLength());
            case ECPublicKey ec ->
                requireCurve(keyId, ec.getParams().getCurve().getField().getFieldSize());
            default -> throw new IllegalArgumentException("jwks: key " + keyId + " is neither RSA nor EC.");
        }
        return key;
    }

    private static Optional<JwsAlgorithm> algorithmOf(String keyId, JsonNode node) {
        if (!node.has("alg")) {
            return Optional.empty();
        }
        var algorithm = JwsAlgorithm.named(node.path("alg").asText());
        if (algorithm.isEmpty()) {
            throw new IllegalArgumentException("jwks: key " + keyId + " is for an algorithm that is not taken.");
        }
        return algorithm;
    }

    private static PublicKey parsed(String keyId, JsonNode node) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(node.toString()).getPublicKey();
        } catch (JoseException | RuntimeException broken) {
            throw new IllegalArgumentException("jwks: key " + keyId + " cannot be read as a public JWK.", broken);
        }
    }

    private static void requireBits(String keyId, int bits) {
        if (bits < SMALLEST_RSA_BITS || bits > LARGEST_RSA_BITS) {
            throw new IllegalArgumentException("jwks: RSA key " + keyId + " has " + bits + " bits; it needs "
                    + SMALLEST_RSA_BITS + " to " + LARGEST_RSA_BITS + ".");
        }
    }

    private static void requireCurve(String keyId, int bits) {
        if (bits != 256 && bits != 384) {
            throw new IllegalArgumentException("jwks: EC key " + keyId + " must be on P-256 or P-384.");
        }
    }

    @Override
    public String toString() {
        return "KeySet" + byId.keySet();
    }
}
