package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.result.resources.ResourceTree;

/// DiagnosticReport.presentedForm <- OBX of type ED (embedded document) or RP (pointer).
///
/// **Source:** HL7 v2.5.1 chapter 2A, ED and RP.
final class AttachmentMapper {
    private AttachmentMapper() {}

    static boolean isAttachment(Hl7Segment obx) {
        var type = obx.value(2).orElse("");
        return type.equals("ED") || type.equals("RP");
    }

    /// @return empty where the document cannot be decoded; the caller keeps it as text
    static Optional<ObjectNode> map(Hl7Segment obx) {
        var attachment = ResourceTree.object();
        var field = obx.field(5);
        if (obx.value(2).orElse("").equals("RP")) {
            // contentType <- RP.3, RP.4
            if (field.component(3).isPresent() || field.component(4).isPresent()) {
                attachment.put(
                        "contentType",
                        contentType(
                                field.component(3).orElse(""),
                                field.component(4).orElse("")));
            }
            field.component(1).ifPresent(pointer -> attachment.put("url", pointer)); // url <- RP.1
        } else {
            attachment.put(
                    "contentType",
                    contentType(
                            field.component(2).orElse(""), field.component(3).orElse("")));
            var data =
                    decode(field.component(4).orElse(""), field.componentText(5).orElse(""));
            if (data.isEmpty()) {
                return Optional.empty();
            }
            attachment.put("data", Base64.getEncoder().encodeToString(data.get())); // data <- ED.5
        }
        obx.value(3, 2).or(() -> obx.value(3)).ifPresent(title -> attachment.put("title", title)); // title <- OBX-3
        obx.value(14).flatMap(Hl7Times::instant).ifPresent(time -> attachment.put("creation", time)); // <- OBX-14
        return Optional.of(attachment);
    }

    private static Optional<byte[]> decode(String encoding, String text) {
        var plain = text.replaceAll("\\s+", "");
        try {
            var data = switch (encoding.toUpperCase(Locale.ROOT)) {
                case "BASE64", "" -> Base64.getDecoder().decode(plain);
                case "HEX" -> HexFormat.of().parseHex(plain);
                default -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            };
            return data.length == 0 ? Optional.empty() : Optional.of(data);
        } catch (IllegalArgumentException notEncodedSo) {
            return Optional.empty();
        }
    }

    private static String contentType(String type, String subtype) {
        return switch (subtype.toUpperCase(Locale.ROOT)) {
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
                type.equalsIgnoreCase("TEXT") || type.equalsIgnoreCase("TX")
                        ? "text/plain"
                        : "application/octet-stream";
        };
    }
}
