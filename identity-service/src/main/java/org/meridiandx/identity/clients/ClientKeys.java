package org.meridiandx.identity.clients;

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

/// A client's public keys by key id: RSA of 2048 bits or more, or EC on P-256 or P-384.
///
/// @param json the JWK set as registered
public record ClientKeys(String json, Map<String, PublicKey> byId) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SMALLEST_RSA_BITS = 2048;
    private static final int LARGEST_RSA_BITS = 8192;

    public ClientKeys {
        byId = Map.copyOf(byId);
    }

    /// Reads a JWK set strictly.
    ///
    /// @throws IllegalArgumentException naming the key and what is wrong with it; never its value
    public static ClientKeys parse(String json) {
        var keys = new LinkedHashMap<String, PublicKey>();
        for (var node : keysOf(json)) {
            var keyId = node.path("kid").asText("");
            if (keyId.isBlank()) {
                throw new IllegalArgumentException("jwks: a key has no kid.");
            }
            if (keys.put(keyId, keyOf(keyId, node)) != null) {
                throw new IllegalArgumentException("jwks: key " + keyId + " stands twice.");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("jwks: there is no key.");
        }
        return new ClientKeys(json, keys);
    }

    public Optional<PublicKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    private static JsonNode keysOf(String json) {
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
        return "ClientKeys" + byId.keySet();
    }
}
