package org.meridiandx.result.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 in hexadecimal: what tells content from other content.
public final class Fingerprint {
    private static final int MAX_KEY = 500;

    private Fingerprint() {}

    public static String of(List<byte[]> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    public static String of(byte[] content) {
        return of(List.of(content));
    }

    /// A key as it is, or its fingerprint where it is longer than a unique index takes.
    public static String ofLongKey(String key) {
        return key.length() <= MAX_KEY ? key : "sha256|" + of(key.getBytes(StandardCharsets.UTF_8));
    }
}
