package org.meridiandx.hl7v2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.MessageCharset.Basis;

/// From bytes to text: MSH-18 where the bytes fit it, else strict UTF-8, else Windows-1252, else ISO 8859-1.
final class TextDecoder {

    /// How far to look for MSH-18.
    private static final int HEADER_LIMIT = 16_384;

    private TextDecoder() {}

    /// A text and how it was read.
    record Decoded(String text, MessageCharset charset) {}

    static Decoded decode(byte[] raw) {
        if (startsWith(raw, 0xFE, 0xFF) || startsWith(raw, 0xFF, 0xFE)) {
            return utf16(raw, raw[0] == (byte) 0xFE, 2);
        }
        if (startsWith(raw, 'M', 0) || startsWith(raw, 0, 'M')) {
            return utf16(raw, raw[0] == 0, 0);
        }
        int from = startsWith(raw, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        var declared = declared(raw, from);
        if (from == 0) {
            var charset = named(declared);
            var text = charset.isPresent() ? strict(raw, from, charset.get()) : null;
            if (text != null) {
                return decoded(text, charset.get(), declared, Basis.DECLARED, false);
            }
        }
        return guess(raw, from, declared);
    }

    private static Decoded guess(byte[] raw, int from, String declared) {
        boolean mark = from > 0;
        var utf8 = strict(raw, from, StandardCharsets.UTF_8);
        if (utf8 != null) {
            return decoded(utf8, StandardCharsets.UTF_8, declared, mark ? Basis.BYTE_ORDER_MARK : Basis.DETECTED, mark);
        }
        var windows = supported("windows-1252");
        var western = windows.isPresent() ? strict(raw, from, windows.get()) : null;
        if (western != null) {
            return decoded(western, windows.get(), declared, Basis.ASSUMED, mark);
        }
        var latin = new String(raw, from, raw.length - from, StandardCharsets.ISO_8859_1);
        return decoded(latin, StandardCharsets.ISO_8859_1, declared, Basis.ASSUMED, mark);
    }

    private static Decoded utf16(byte[] raw, boolean bigEndian, int from) {
        var charset = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        var text = new String(raw, from, raw.length - from, charset);
        var declared = HeaderParser.parse(text).map(MessageHeader::characterSet).orElse("");
        return decoded(text, charset, declared, Basis.BYTE_ORDER_MARK, from > 0);
    }

    private static Decoded decoded(String text, Charset charset, String declared, Basis basis, boolean mark) {
        // No database keeps a NUL; the raw bytes still have it.
        var kept = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
        return new Decoded(kept, new MessageCharset(charset, declared, basis, mark));
    }

    private static String declared(byte[] raw, int from) {
        var head = new String(raw, from, Math.min(raw.length - from, HEADER_LIMIT), StandardCharsets.ISO_8859_1);
        return HeaderParser.parse(head).map(MessageHeader::characterSet).orElse("");
    }

    /// Table 0211 and what is seen instead of it. UTF-16 and UTF-32 are recognised by their bytes, not by name.
    private static Optional<Charset> named(String declared) {
        var name = declared.toUpperCase(Locale.ROOT).replace(" ", "").replace("_", "-");
        return switch (name) {
            case "ASCII", "US-ASCII", "ISOIR6", "ISO-IR6" -> Optional.of(StandardCharsets.US_ASCII);
            case "UNICODE", "UNICODEUTF-8", "UTF-8", "UTF8", "UNICODEUTF8" -> Optional.of(StandardCharsets.UTF_8);
            case "WINDOWS-1252", "CP1252" -> supported("windows-1252");
            case "GB18030-2000" -> supported("GB18030");
            case "BIG-5" -> supported("Big5");
            case "KSX1001" -> supported("EUC-KR");
            default -> iso8859(name);
        };
    }

    private static Optional<Charset> iso8859(String name) {
        int digits = Math.max(name.lastIndexOf('/'), name.lastIndexOf('-')) + 1;
        if (!name.contains("8859") || digits < 1 || digits >= name.length() || name.length() - digits > 2) {
            return Optional.empty();
        }
        var part = name.substring(digits);
        return part.chars().allMatch(c -> c >= '0' && c <= '9') ? supported("ISO-8859-" + part) : Optional.empty();
    }

    /// A native executable has only the character sets that it was built with.
    private static Optional<Charset> supported(String name) {
        return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    }

    /// The text, or null where a byte does not fit. Optional would be one more object per message for nothing.
    private static @Nullable String strict(byte[] raw, int from, Charset charset) {
        int length = raw.length - from;
        if (charset.equals(StandardCharsets.ISO_8859_1)) {
            // Control characters of the upper half are never text: the sender means Windows-1252 or UTF-8.
            return hasUpperControls(raw, from) ? null : new String(raw, from, length, charset);
        }
        if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
            var fast = new String(raw, from, length, charset);
            if (fast.indexOf('\uFFFD') < 0) {
                return fast;
            }
        }
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw, from, length))
                    .toString();
        } catch (CharacterCodingException doesNotFit) {
            return null;
        }
    }

    private static boolean hasUpperControls(byte[] raw, int from) {
        for (int i = from; i < raw.length; i++) {
            if (raw[i] < (byte) 0xA0) { // signed: 0x80 to 0x9F
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] raw, int... prefix) {
        if (raw.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (raw[i] != (byte) prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
