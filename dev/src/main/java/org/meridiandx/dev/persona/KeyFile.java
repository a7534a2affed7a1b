package org.meridiandx.dev.persona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// An RSA key in a PKCS#8 PEM file that only its owner can read.
///
/// @param id key id (`kid`)
/// @param key the private key, which holds the public one too
record KeyFile(String id, RSAPrivateCrtKey key) {

    /// **Source:** NHS England signed-JWT pattern: client assertions are signed with RS512.
    static final String ALGORITHM = "RS512";

    private static final int BITS = 2048;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";

    /// Reads the key, or makes it when there is none.
    static KeyFile keptIn(Path file, String id) {
        try {
            if (!Files.exists(file)) {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(BITS);
                byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
                String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
                PrivateFiles.write(file, BEGIN + text + END);
            }
            return new KeyFile(id, read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep a key in " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key in " + file + " cannot be read", e);
        }
    }

    /// The public half as JSON Web Key.
    Map<String, Object> toJwk() {
        var jwk = new LinkedHashMap<String, Object>();
        jwk.put("kty", "RSA");
        jwk.put("use", "sig");
        jwk.put("alg", ALGORITHM);
        jwk.put("kid", id);
        jwk.put("n", unsigned(key.getModulus()));
        jwk.put("e", unsigned(key.getPublicExponent()));
        return jwk;
    }

    /// Signs with [#ALGORITHM] and returns the signature in base64url.
    String sign(String content) {
        try {
            var signature = Signature.getInstance("SHA512withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot sign with " + ALGORITHM, e);
        }
    }

    private static RSAPrivateCrtKey read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file)
                .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    @Override
    public String toString() {
        return "KeyFile[" + id + "]";
    }
}
