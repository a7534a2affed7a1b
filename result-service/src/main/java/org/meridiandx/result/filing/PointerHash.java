package org.meridiandx.result.filing;

import com.google.protobuf.ByteString;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The hash that stands for an NHS number in pointers: HMAC-SHA-256 under the federation's key.
///
/// Ten digits are few enough to try them all, so a plain hash would tell the number; the key prevents that.
@ApplicationScoped
public class PointerHash {
    private static final int MIN_KEY_BYTES = 32;
    private final SecretKeySpec key;
    private final String keyId;

    PointerHash(
            @ConfigProperty(name = "meridian.federation-key") String key,
            @ConfigProperty(name = "meridian.federation-key-id") String keyId) {
        this.key = new SecretKeySpec(decode(key), "HmacSHA256");
        this.keyId = keyId;
    }

    /// @param nhsNumber ten digits
    public ByteString of(String nhsNumber) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return ByteString.copyFrom(mac.doFinal(nhsNumber.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    /// Which key was used, so that it can be changed.
    public String keyId() {
        return keyId;
    }

    private static byte[] decode(String key) {
        var isHex = key.length() % 2 == 0
                && key.length() >= 2 * MIN_KEY_BYTES
                && key.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        try {
            var bytes =
                    isHex ? HexFormat.of().parseHex(key) : Base64.getDecoder().decode(key);
            if (bytes.length >= MIN_KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // told below, as a key that is too short is
        }
        throw new IllegalStateException("meridian.federation-key must be 32 bytes or more, as base64 or hex");
    }
}
