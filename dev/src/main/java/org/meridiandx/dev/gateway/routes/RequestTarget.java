package org.meridiandx.dev.gateway.routes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A request target as it is sent on: every character that a URI may not hold as it is, percent-encoded.
///
/// FHIR clients commonly send `identifier=system|value` as it stands, and some send UTF-8. Both mean one thing only, so
/// they are encoded rather than refused. **Source:** RFC 3986, 3.4 and appendix A.
public final class RequestTarget {

    private static final String ALLOWED = "!$%&'()*+,-./:;=?@_~";

    private RequestTarget() {}

    /// @param target the target as it stands in the request line, one character for each byte
    /// @return empty when it has a fragment, a control character, a `%` that encodes nothing, or what is not UTF-8
    public static Optional<String> encode(String target) {
        var encoded = new StringBuilder(target.length() + 16);
        var bytes = new ByteArrayOutputStream(target.length());
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= 0x20 || c == 0x7f || c > 0xff || c == '#' || (c == '%' && !isEscape(target, i))) {
                return Optional.empty();
            }
            bytes.write(c);
            if (isAllowed(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
            }
        }
        return isUtf8(bytes.toByteArray()) ? Optional.of(encoded.toString()) : Optional.empty();
    }

    private static boolean isAllowed(char c) {
        return c < 0x7f && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
    }

    private static boolean isEscape(String target, int at) {
        return at + 2 < target.length()
                && Character.digit(target.charAt(at + 1), 16) >= 0
                && Character.digit(target.charAt(at + 2), 16) >= 0;
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit, 16));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
