package org.meridiandx.result.subscriptions.channel;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// By which a receiver knows that a call is ours and whole. The body names time and event numbers, so that an old
/// call is known, too.
///
/// **Source:** RFC 2104; the header is that of NHS Notify's callbacks.
public final class HookSignature {
    public static final String HEADER = "X-HMAC-SHA256-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private HookSignature() {}

    /// @return lower-case hex of HMAC-SHA-256 over the body
    public static String of(byte[] secret, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every platform has " + ALGORITHM, impossible);
        }
    }
}
