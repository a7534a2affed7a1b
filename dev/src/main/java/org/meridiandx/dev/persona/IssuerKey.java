package org.meridiandx.dev.persona;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// The kind of key that a region signs its tokens with.
public enum IssuerKey {
    /// 2048 bits, RS256: every client can verify it.
    RSA("RS256"),
    /// On P-256, ES256: cheaper to sign.
    EC("ES256");

    private static final String SETTING = "DX_ISSUER_KEY";
    private static final int RSA_BITS = 2048;
    private static final String CURVE = "secp256r1";

    private final String algorithm;

    IssuerKey(String algorithm) {
        this.algorithm = algorithm;
    }

    /// The JOSE name of what it signs with.
    public String algorithm() {
        return algorithm;
    }

    /// What `DX_ISSUER_KEY` says, `rsa` or `ec`; RSA when it says nothing.
    ///
    /// @throws IllegalArgumentException naming the kinds
    static IssuerKey wished() {
        return of(Optional.ofNullable(System.getenv(SETTING)).orElse(""));
    }

    static IssuerKey of(String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "", "rsa" -> RSA;
            case "ec" -> EC;
            default -> throw new IllegalArgumentException(SETTING + " is rsa or ec, not '" + kind + "'.");
        };
    }

    /// Makes a key of this kind in a PKCS#8 PEM file that only its owner can read, unless the file is there: whatever
    /// kind that one is of, it stays the region's.
    public Path keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            String content = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(generate());
            PrivateFiles.write(file, "-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----\n");
        }
        return file;
    }

    private byte[] generate() {
        try {
            var generator = KeyPairGenerator.getInstance(name());
            switch (this) {
                case RSA -> generator.initialize(RSA_BITS);
                case EC -> generator.initialize(new ECGenParameterSpec(CURVE));
            }
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM makes no keys of kind " + this, e);
        }
    }
}
