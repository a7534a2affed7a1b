package org.meridiandx.dev.gateway.routes;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the path of a request target as the service behind will read it, or not at all.
///
/// A path is matched after decoding and sent on as it came. So that gateway and service can never disagree on what it
/// names, everything that two readers could read differently is refused: empty and dot segments, encoded slashes,
/// backslashes, percent signs and control characters, path parameters, and what is not UTF-8.
public final class RequestPath {

    private RequestPath() {}

    /// @param target the request target as it stands in the request line
    /// @return the decoded path, or empty when it is ambiguous
    public static Optional<String> decode(String target) {
        int end = indexOfAny(target, '?', '#');
        String raw = target.substring(0, end);
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        return decodePercent(raw).filter(RequestPath::isPlain);
    }

    private static Optional<String> decodePercent(String raw) {
        var bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c > 0x7e || c <= 0x20) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) * 16 + hex(raw.charAt(i + 2)) : -1;
            if (value < 0 || value == '/' || value == '%') {
                return Optional.empty();
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String path) {
        if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\' || c == ';')) {
            return false;
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals(".") || segments[i].equals("..") || (segments[i].isEmpty() && !last)) {
                return false;
            }
        }
        return true;
    }

    /// A negative value stays negative in `hex * 16 + hex`, whichever digit is wrong.
    private static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 ? -1000 : digit;
    }

    private static int indexOfAny(String text, char first, char second) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == first || text.charAt(i) == second) {
                return i;
            }
        }
        return text.length();
    }
}
