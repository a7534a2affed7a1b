package org.meridiandx.access.addresses;

import java.nio.charset.StandardCharsets;

/// Knows text that holds control characters: no database column takes U+0000, and the others would
/// forge lines where an address is shown.
///
/// **Source:** Unicode category Cc (U+0000 to U+001F, U+007F to U+009F); RFC 3986 section 2.1.
final class PlainText {
    private static final int LONGEST_ESCAPE = 3;

    private PlainText() {}

    /// Whether an address, as it was sent, names only printable characters. An escape that is none
    /// is left for others to refuse.
    ///
    /// @param address path and query, percent-encoded once
    static boolean isPlain(String address) {
        return decoded(address).codePoints().noneMatch(Character::isISOControl);
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
