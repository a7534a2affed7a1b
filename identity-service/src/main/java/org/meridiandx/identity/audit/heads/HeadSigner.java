package org.meridiandx.identity.audit.heads;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.meridiandx.identity.tokens.KeyRing;
import org.meridiandx.identity.tokens.SigningKey;
import org.meridiandx.jws.JwsAlgorithm;

/// Signs heads as JWS with the region's signing key, whose public half is at `/oauth2/jwks`, and checks
/// them.
///
/// Heads of earlier keys are good while the key ring still has those keys, or
/// `meridian.audit.trusted-keys-file` (a JWK Set) holds their public halves. A key from the database
/// is never believed: who can write there could add one.
@ApplicationScoped
public class HeadSigner {
    /// JWS `typ`: a token cannot pass for a head, nor a head for a token.
    private static final String TYPE = "audit-head+jws";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private final KeyRing keys;
    private final Map<String, PublicKey> earlier;

    HeadSigner(
            KeyRing keys, @ConfigProperty(name = "meridian.audit.trusted-keys-file") Optional<Path> trustedKeysFile) {
        this.keys = keys;
        this.earlier = trustedKeysFile.map(HeadSigner::read).orElse(Map.of());
    }

    /// @return a compact JWS. About 0.6 ms with an RSA key
    public String sign(TreeHead head) {
        var key = keys.active();
        var algorithm = JwsAlgorithm.RS256.fits(key.publicKey()) ? JwsAlgorithm.RS256 : JwsAlgorithm.ES256;
        var header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm.name()).put("typ", TYPE).put("kid", key.id());
        var content = encode(header.toString()) + "." + encode(head.toJson().toString());
        return content + "." + ENCODER.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    /// Reads a head and checks its signature.
    public SignedHead check(String signed) {
        var parts = signed.split("\\.", -1);
        if (parts.length != 3) {
            return new SignedHead.Bad();
        }
        try {
            var header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            var head = TreeHead.of(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
            if (!header.path("typ").asText().equals(TYPE)) {
                return new SignedHead.Bad();
            }
            var keyId = header.path("kid").asText();
            var key = keyOf(keyId);
            if (key.isEmpty()) {
                return new SignedHead.UnknownKey(head, keyId);
            }
            var content = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            var signature = Base64.getUrlDecoder().decode(parts[2]);
            var isGood = JwsAlgorithm.named(header.path("alg").asText())
                    .filter(algorithm -> algorithm.verifies(key.get(), content, signature))
                    .isPresent();
            return isGood ? new SignedHead.Good(head) : new SignedHead.Bad();
        } catch (IOException | IllegalArgumentException | DateTimeException malformed) {
            return new SignedHead.Bad();
        }
    }

    /// Whether heads outlive this process: without a key file (never in production) each start has a
    /// key of its own.
    public boolean isKept() {
        return keys.active().isKept();
    }

    private Optional<PublicKey> keyOf(String keyId) {
        return keys.find(keyId).map(SigningKey::publicKey).or(() -> Optional.ofNullable(earlier.get(keyId)));
    }

    private static String encode(String json) {
        return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, PublicKey> read(Path file) {
        try {
            var keys = new HashMap<String, PublicKey>();
            for (var jwk : new JsonWebKeySet(Files.readString(file)).getJsonWebKeys()) {
                if (jwk instanceof PublicJsonWebKey known && known.getKeyId() != null) {
                    keys.put(known.getKeyId(), known.getPublicKey());
                }
            }
            return Map.copyOf(keys);
        } catch (IOException | JoseException broken) {
            throw new IllegalStateException(
                    "meridian.audit.trusted-keys-file must be a JWK Set, as /oauth2/jwks gives it: " + file, broken);
        }
    }
}
