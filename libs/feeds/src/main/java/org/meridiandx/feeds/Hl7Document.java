package org.meridiandx.feeds;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;

/// A document within a message (ED), or where one is (RP) <- OBX-5.
///
/// **Source:** HL7 v2.5.1 chapter 2A, ED and RP.
///
/// @param contentType media type; empty where an RP names none
/// @param content of an ED; empty where it is not encoded as it says; not to be modified
/// @param address of an RP
public record Hl7Document(Optional<String> contentType, Optional<byte[]> content, Optional<String> address) {
    public static boolean isDocument(Hl7Segment obx) {
        var type = obx.value(2).orElse("");
        return type.equals("ED") || type.equals("RP");
    }

    /// @param obx of which [#isDocument] is true
    public static Hl7Document of(Hl7Segment obx) {
        var field = obx.field(5);
        return obx.value(2).orElse("").equals("RP") ? pointer(field) : embedded(field);
    }

    /// <- RP.1 (pointer), RP.3 (type), RP.4 (subtype)
    private static Hl7Document pointer(Hl7Field field) {
        var isNamed = field.component(3).isPresent() || field.component(4).isPresent();
        return new Hl7Document(
                isNamed ? Optional.of(contentType(field, 3)) : Optional.empty(), Optional.empty(), field.component(1));
    }

    /// <- ED.2 (type), ED.3 (subtype), ED.4 (encoding), ED.5 (data)
    private static Hl7Document embedded(Hl7Field field) {
        var content =
                decode(field.component(4).orElse(""), field.componentText(5).orElse(""));
        return new Hl7Document(Optional.of(contentType(field, 2)), content, Optional.empty());
    }

    private static Optional<byte[]> decode(String encoding, String text) {
        var plain = text.replaceAll("\\s+", "");
        try {
            var data = switch (encoding.toUpperCase(Locale.ROOT)) {
                case "BASE64", "" -> Base64.getDecoder().decode(plain);
                case "HEX" -> HexFormat.of().parseHex(plain);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
            return data.length == 0 ? Optional.empty() : Optional.of(data);
        } catch (IllegalArgumentException notEncodedSo) {
            return Optional.empty();
        }
    }

    private static String contentType(Hl7Field field, int type) {
        return switch (field.component(type + 1).orElse("").toUpperCase(Locale.ROOT)) {
            case "PDF" -> "application/pdf";
            case "RTF" -> "application/rtf";
            case "JPEG", "JPG" -> "image/jpeg";
            case "PNG" -> "image/png";
            case "TIFF", "TIF" -> "image/tiff";
            case "GIF" -> "image/gif";
            case "DICOM" -> "application/dicom";
            case "HTML" -> "text/html";
            case "XML" -> "text/xml";
            case "PLAIN", "TXT", "TEXT" -> "text/plain";
            default ->
                switch (field.component(type).orElse("").toUpperCase(Locale.ROOT)) {
                    case "TEXT", "TX" -> "text/plain";
                    default -> "application/octet-stream";
                };
        };
    }

    @Override
    public String toString() {
        return "Hl7Document[" + contentType.orElse("") + "]";
    }
}
