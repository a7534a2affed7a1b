package org.meridiandx.access.addresses;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Knows text that holds control characters: no database column takes U+0000, and the others would
/// forge lines where an address is shown.
///
/// **Source:** Unicode category Cc (U+0000 to U+001F, U+007F to U+009F); RFC 3986 section 2.1.
final class PlainText {
    private static final int LONGEST_ESCAPE = 3;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private PlainText() {}

    /// Whether an address, as it was sent, names only printable characters. An escape that is none
    /// is left for others to refuse.
    ///
    /// @param address path and query, percent-encoded once
    static boolean isPlain(String address) {
        return isPlainAscii(address) || decoded(address).codePoints().noneMatch(Character::isISOControl);
    }

    /// Nearly every address is: nothing has to be decoded.
    private static boolean isPlainAscii(String address) {
        for (var at = 0; at < address.length(); at++) {
            var c = address.charAt(at);
            if (c < ' ' || c > '~' || c == '%') {
                return false;
            }
        }
        return true;
    }

    /// @param address with a control character
    /// @return the parameter whose value holds it; empty where it is in the path or in a name
    static Optional<String> parameterToBlame(String address) {
        var query = address.indexOf('?');
        if (query < 0 || !isPlain(address.substring(0, query))) {
            return Optional.empty();
        }
        return Stream.of(address.substring(query + 1).split("&"))
                .filter(pair -> !isPlain(pair))
                .findFirst()
                .map(pair -> pair.substring(0, Math.max(pair.indexOf('='), 0)))
                .filter(name -> NAME.matcher(name).matches());
    }

    private static String decoded(String address) {
        var sent = address.getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[sent.length];
        var length = 0;
        for (var at = 0; at < sent.length; at++) {
            var value = sent[at] == '%' ? escaped(sent, at) : -1;
            bytes[length++] = value < 0 ? sent[at] : (byte) value;
            at += value < 0 ? 0 : LONGEST_ESCAPE - 1;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int escaped(byte[] sent, int at) {
        if (at + LONGEST_ESCAPE > sent.length) {
            return -1;
        }
        var high = Character.digit(sent[at + 1], 16);
        var low = Character.digit(sent[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
