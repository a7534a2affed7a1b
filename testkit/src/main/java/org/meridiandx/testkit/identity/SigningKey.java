package org.meridiandx.testkit.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/// An RSA key pair that signs tokens and shows its public half as a JWK.
public final class SigningKey {

    /// Test frameworks load classes several times in one JVM; system properties are what all copies see.
    private static final String KEY_PROPERTY = "meridian.testkit.signing-key";

    private final String id;
    private final KeyPair pair;

    private SigningKey(String id, KeyPair pair) {
        this.id = id;
        this.pair = pair;
    }

    /// Returns the key that the stand-in of identity-service publishes, the same in the whole JVM.
    public static SigningKey ofIssuer() {
        return shared(KEY_PROPERTY, "test-1");
    }

    /// Returns a key of somebody else, e.g. another region's, the same in the whole JVM.
    ///
    /// @param owner whose
    /// @param id its `kid`, which keys of several owners may share
    public static SigningKey of(String owner, String id) {
        return shared(KEY_PROPERTY + "." + owner + "." + id, id);
    }

    private static SigningKey shared(String property, String id) {
        synchronized (System.getProperties()) {
            String known = System.getProperty(property);
            if (known != null) {
                return new SigningKey(id, decode(known));
            }
            var key = generate(id);
            System.setProperty(property, encode(key.pair));
            return key;
        }
    }

    /// Makes a new key, e.g. for a client or for somebody who is not the issuer.
    public static SigningKey generate(String id) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new SigningKey(id, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No RSA keys on this JVM", e);
        }
    }

    /// The key id (`kid`).
    public String id() {
        return id;
    }

    /// The private half, for code that signs by itself.
    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /// The public half as JSON Web Key.
    ///
    /// @param algorithm what it is used with, e.g. RS256
    public Map<String, Object> toJwk(String algorithm) {
        var key = (RSAPublicKey) pair.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                algorithm,
                "kid",
                id,
                "n",
                unsigned(key.getModulus()),
                "e",
                unsigned(key.getPublicExponent()));
    }

    /// Signs with RS256, RS384 or RS512.
    byte[] sign(String algorithm, byte[] content) {
        try {
            var signature = Signature.getInstance("SHA" + algorithm.substring(2) + "withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not sign with " + algorithm, e);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
    }

    private static String encode(KeyPair pair) {
        var encoder = Base64.getEncoder();
        return encoder.encodeToString(pair.getPublic().getEncoded()) + ":"
                + encoder.encodeToString(pair.getPrivate().getEncoded());
    }

    private static KeyPair decode(String text) {
        String[] halves = text.split(":", 2);
        var decoder = Base64.getDecoder();
        try {
            var factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(decoder.decode(halves[0]))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(halves[1]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM's test key cannot be read", e);
        }
    }
}
