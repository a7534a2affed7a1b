package org.meridiandx.jws;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The signature algorithms that are known at all. `none` and shared secrets are not among them.
///
/// **Source:** RFC 7518 3.1, RFC 8725 3.1.
public enum JwsAlgorithm {
    RS256("SHA256withRSA", null, 0),
    RS384("SHA384withRSA", null, 0),
    RS512("SHA512withRSA", null, 0),
    PS256("RSASSA-PSS", pss("SHA-256", MGF1ParameterSpec.SHA256, 32), 0),
    PS384("RSASSA-PSS", pss("SHA-384", MGF1ParameterSpec.SHA384, 48), 0),
    ES256("SHA256withECDSAinP1363Format", null, 256),
    ES384("SHA384withECDSAinP1363Format", null, 384);

    private static final int SMALLEST_RSA_BITS = 2048;
    private static final int LARGEST_RSA_BITS = 8192;
    private static final int LARGEST_EXPONENT_BITS = 32;
    private final String javaName;
    private final @Nullable AlgorithmParameterSpec parameters;
    private final int curveBits;

    JwsAlgorithm(String javaName, @Nullable AlgorithmParameterSpec parameters, int curveBits) {
        this.javaName = javaName;
        this.parameters = parameters;
        this.curveBits = curveBits;
    }

    /// The algorithm of that exact name; case counts.
    public static Optional<JwsAlgorithm> named(String name) {
        for (var algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// Whether a key is of the kind and size that this algorithm signs with.
    ///
    /// A proof brings its own key: with a public exponent as long as the modulus, or a modulus
    /// without bound, its check would cost some hundred times as much as that of an honest one.
    public boolean fits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> curveBits == 0 && isOfUsualSize(rsa);
            case ECPublicKey ec ->
                curveBits != 0 && ec.getParams().getCurve().getField().getFieldSize() == curveBits;
            default -> false;
        };
    }

    private static boolean isOfUsualSize(RSAPublicKey key) {
        var bits = key.getModulus().bitLength();
        return bits >= SMALLEST_RSA_BITS
                && bits <= LARGEST_RSA_BITS
                && key.getPublicExponent().bitLength() > 1
                && key.getPublicExponent().bitLength() <= LARGEST_EXPONENT_BITS;
    }

    /// @return the signature in the form that a JWS carries; for EC, r and s side by side
    public byte[] sign(PrivateKey key, byte[] content) {
        try {
            var signature = open();
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the key does not sign with " + this, impossible);
        }
    }

    /// Whether the signature is good. A key of the wrong kind and a malformed signature are not.
    public boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        if (!fits(key) || (curveBits != 0 && signed.length != curveBits / 4)) {
            return false;
        }
        try {
            var signature = open();
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private Signature open() throws GeneralSecurityException {
        var signature = Signature.getInstance(javaName);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int saltBytes) {
        return new PSSParameterSpec(hash, "MGF1", mask, saltBytes, 1);
    }
}
