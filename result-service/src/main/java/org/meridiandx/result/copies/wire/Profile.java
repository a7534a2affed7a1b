package org.meridiandx.result.copies.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How a recipient is to be written to.
///
/// @param ods its ODS code, MSH-6
/// @param version MSH-12: `2.3`, `2.4` or `2.5.1`
/// @param charset MSH-18
/// @param application MSH-5
/// @param ownApplication MSH-3
/// @param ownFacility MSH-4
public record Profile(
        String ods, String version, String charset, String application, String ownApplication, String ownFacility) {
    /// Whether messages have SPM, which came with version 2.5.
    boolean hasSpecimens() {
        return version.equals("2.5.1");
    }

    Charset javaCharset() {
        return switch (charset) {
            case "8859/1" -> StandardCharsets.ISO_8859_1;
            case "ASCII" -> StandardCharsets.US_ASCII;
            default -> StandardCharsets.UTF_8;
        };
    }
}
