package org.meridiandx.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Decodes one value that switches character sets by ISO 2022 escape sequences.
///
/// G0 (bytes below 0x80) and G1 (bytes above) are switched apart, and both return to the initial
/// state at the delimiters that the standard names: line ends, tabs, backslashes, and in names `^`
/// and `=`.
///
/// **Source**: DICOM PS3.5 section 6.1.2.5, PS3.3 tables C.12-3 and C.12-4.
final class Iso2022Decoder {
    static final byte ESCAPE = 0x1B;

    /// The final byte of `ESC - x`: 96-character sets into G1.
    private static final Map<Character, String> RIGHT_HALVES = Map.ofEntries(
            Map.entry('A', "ISO-8859-1"),
            Map.entry('B', "ISO-8859-2"),
            Map.entry('C', "ISO-8859-3"),
            Map.entry('D', "ISO-8859-4"),
            Map.entry('L', "ISO-8859-5"),
            Map.entry('G', "ISO-8859-6"),
            Map.entry('F', "ISO-8859-7"),
            Map.entry('H', "ISO-8859-8"),
            Map.entry('M', "ISO-8859-9"),
            Map.entry('b', "ISO-8859-15"),
            Map.entry('T', "TIS-620"));

    private enum G0 {
        ASCII,
        ROMAJI,
        JIS_X_0208,
        JIS_X_0212
    }

    private final Charset initialG1;
    private Charset g1;
    private G0 g0 = G0.ASCII;

    Iso2022Decoder(Charset initial) {
        this.initialG1 = initial;
        this.g1 = initial;
    }

    String decode(byte[] in) {
        var out = new StringBuilder(in.length);
        int at = 0;
        while (at < in.length) {
            byte b = in[at];
            if (b == ESCAPE) {
                at += designate(in, at);
            } else if (b < 0) {
                at = right(in, at, out);
            } else if (g0 == G0.ASCII || g0 == G0.ROMAJI || b < 0x21) {
                left(b, out);
                at++;
            } else {
                at = pair(in, at, out);
            }
        }
        return out.toString();
    }

    private void left(byte b, StringBuilder out) {
        out.append(g0 == G0.ROMAJI && b == '~' ? '‾' : (char) b);
        switch (b) {
            case '\\', '^', '=', '\r', '\n', '\f', '\t' -> {
                g0 = G0.ASCII;
                g1 = initialG1;
            }
            default -> {}
        }
    }

    /// A run of bytes of the right half, whatever their number per character.
    private int right(byte[] in, int from, StringBuilder out) {
        int to = from;
        while (to < in.length && in[to] < 0) {
            to++;
        }
        out.append(new String(in, from, to - from, g1));
        return to;
    }

    /// A run of two-byte characters of the left half, through EUC-JP, which holds the same sets in
    /// its right half.
    private int pair(byte[] in, int from, StringBuilder out) {
        int to = from;
        while (to < in.length && in[to] >= 0x21) {
            to++;
        }
        int bytesEach = g0 == G0.JIS_X_0212 ? 3 : 2;
        byte[] euc = new byte[(to - from) / 2 * bytesEach];
        int filled = 0;
        for (int i = from; i + 1 < to; i += 2) {
            if (bytesEach == 3) {
                euc[filled++] = (byte) 0x8F;
            }
            euc[filled++] = (byte) (in[i] | 0x80);
            euc[filled++] = (byte) (in[i + 1] | 0x80);
        }
        out.append(new String(euc, Charset.forName("EUC-JP")));
        if ((to - from) % 2 == 1) {
            out.append('\uFFFD');
        }
        return to;
    }

    /// Follows an escape sequence; an unknown one is skipped, its escape byte only.
    private int designate(byte[] in, int at) {
        int second = at + 1 < in.length ? in[at + 1] : 0;
        int third = at + 2 < in.length ? in[at + 2] : 0;
        int fourth = at + 3 < in.length ? in[at + 3] : 0;
        if (second == '(' && (third == 'B' || third == 'J')) {
            g0 = third == 'B' ? G0.ASCII : G0.ROMAJI;
            return 3;
        }
        if (second == ')' && third == 'I') {
            g1 = Charset.forName("JIS_X0201");
            return 3;
        }
        if (second == '-' && RIGHT_HALVES.containsKey((char) third)) {
            g1 = Charset.forName(RIGHT_HALVES.getOrDefault((char) third, StandardCharsets.ISO_8859_1.name()));
            return 3;
        }
        if (second == '$' && (third == 'B' || third == '@')) {
            g0 = G0.JIS_X_0208;
            return 3;
        }
        if (second == '$' && third == '(' && fourth == 'D') {
            g0 = G0.JIS_X_0212;
            return 4;
        }
        if (second == '$' && third == ')' && (fourth == 'C' || fourth == 'A')) {
            g1 = Charset.forName(fourth == 'C' ? "EUC-KR" : "GB18030");
            return 4;
        }
        return 1;
    }
}
