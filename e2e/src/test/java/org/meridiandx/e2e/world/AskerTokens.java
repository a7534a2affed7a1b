package org.meridiandx.e2e.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.dev.persona.SampleRegion;

/// Tokens of askers: what the region gave their client, with another purpose, role, patient or scope, signed with the
/// region's own key. So each of them is one that the region could have given, and the policy alone decides.
public final class AskerTokens {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFE = Duration.ofHours(2);

    private final PartnerClient partner;
    private final PrivateKey key;
    private final Map<Asker, String> tokens = new ConcurrentHashMap<>();

    /// @param data the region's data directory, where its key is
    public AskerTokens(PartnerClient partner, Path data) throws IOException {
        this.partner = partner;
        this.key = read(
                new SampleRegion(data.resolve("personas")).issuerKeys().files().getFirst());
    }

    public String of(Asker asker) throws IOException, InterruptedException {
        var known = tokens.get(asker);
        if (known == null) {
            known = signed(asker);
            tokens.put(asker, known);
        }
        return known;
    }

    private String signed(Asker asker) throws IOException, InterruptedException {
        var parts = partner.token(asker.client()).split("\\.");
        if (!json(parts[0]).path("alg").asText().equals("RS256")) {
            throw new IllegalStateException("This test signs as a region with an RSA key does.");
        }
        var claims = json(parts[1]);
        claims.put("role", asker.role())
                .put("scope", asker.scopes())
                .put("purpose", asker.purpose())
                .put("jti", UUID.randomUUID().toString())
                .put("exp", Instant.now().plus(LIFE).getEpochSecond());
        asker.self().ifPresent(self -> claims.put("patient", self.id()).put("fhirUser", "Patient/" + self.id()));
        var content = parts[0] + "." + base64(JSON.writeValueAsBytes(claims));
        return content + "." + base64(signatureOf(content));
    }

    private byte[] signatureOf(String content) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM does not sign with RS256", e);
        }
    }

    private static PrivateKey read(Path file) throws IOException {
        var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The region's key is no RSA key", e);
        }
    }

    private static ObjectNode json(String part) throws IOException {
        return (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
