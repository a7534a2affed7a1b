package org.meridiandx.identity.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.meridiandx.jws.JwsAlgorithm;

/// A key of the region: it signs tokens, and the end of the audit chain. RSA, or EC on P-256.
public final class SigningKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int SMALLEST_BITS = 2048;
    private static final int CURVE_BITS = 256;
    private final PrivateKey privateKey;
    private final PublicJsonWebKey jwk;
    private final boolean kept;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey, boolean kept) {
        this.privateKey = privateKey;
        this.kept = kept;
        try {
            this.jwk = PublicJsonWebKey.Factory.newPublicJwk(publicKey);
        } catch (JoseException impossible) {
            throw new IllegalStateException("the public half of the signing key has no JWK", impossible);
        }
        jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        jwk.setUse("sig");
    }

    /// Reads a PKCS#8 PEM file.
    ///
    /// @throws IllegalStateException saying what is wrong with the file, never what is in it
    public static SigningKey read(Path file) {
        try {
            var pem = PEM.matcher(Files.readString(file));
            if (!pem.find()) {
                throw new IllegalStateException(file
                        + " (meridian.signing-key-file) is no PKCS#8 PEM: it must begin with -----BEGIN PRIVATE KEY-----. "
                        + "Convert with: openssl pkcs8 -topk8 -nocrypt");
            }
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            var key = privateKeyOf(encoded);
            return new SigningKey(key, publicKeyOf(key, file), true);
        } catch (IOException unreadable) {
            throw new IllegalStateException("meridian.signing-key-file cannot be read: " + file, unreadable);
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IllegalStateException(
                    file + " (meridian.signing-key-file) holds no RSA or EC key that can be read.", broken);
        }
    }

    private static PrivateKey privateKeyOf(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (InvalidKeySpecException notRsa) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    private static PublicKey publicKeyOf(PrivateKey key, Path file) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= SMALLEST_BITS) {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
        }
        if (key instanceof ECPrivateKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == CURVE_BITS) {
            var point = EcPoint.of(ec.getS(), ec.getParams());
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, ec.getParams()));
        }
        throw new IllegalStateException(file + " (meridian.signing-key-file) must hold an RSA key of at least "
                + SMALLEST_BITS + " bits or an EC key on P-256.");
    }

    /// A key that lives as long as this process.
    static SigningKey ephemeral() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(SMALLEST_BITS);
            var pair = generator.generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic(), false);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JVM makes no RSA keys", impossible);
        }
    }

    /// The key id (`kid`): the RFC 7638 thumbprint.
    public String id() {
        return jwk.getKeyId();
    }

    /// Whether the key outlives this process.
    public boolean isKept() {
        return kept;
    }

    /// Whether signing is cheap enough for an event loop: EC about 0.1 ms, RSA 0.6 ms and more.
    boolean isQuick() {
        return !isRsa();
    }

    public boolean isRsa() {
        return jwk.getKeyType().toUpperCase(Locale.ROOT).equals("RSA");
    }

    /// RS256 or ES256 over any bytes, whatever tokens are signed with.
    public byte[] sign(byte[] content) {
        return algorithm(false).sign(privateKey, content);
    }

    /// Whether [#sign(byte\[\])] made this signature.
    public boolean verifies(byte[] content, byte[] signed) {
        return algorithm(false).verifies(publicKey(), content, signed);
    }

    /// What tokens are signed with.
    ///
    /// @param pss PS256 instead of RS256, where the key is RSA
    JwsAlgorithm algorithm(boolean pss) {
        if (!isRsa()) {
            return JwsAlgorithm.ES256;
        }
        return pss ? JwsAlgorithm.PS256 : JwsAlgorithm.RS256;
    }

    /// Signs by an algorithm that fits the key.
    public byte[] sign(JwsAlgorithm algorithm, byte[] content) {
        return algorithm.sign(privateKey, content);
    }

    public PublicKey publicKey() {
        return (PublicKey) jwk.getKey();
    }

    /// The public half as JWK.
    Map<String, Object> toJwk(JwsAlgorithm algorithm) {
        var parameters = jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        parameters.put("alg", algorithm.name());
        return parameters;
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
