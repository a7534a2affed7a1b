package org.meridiandx.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// HL7 escape sequences, both ways. What is not understood stays as it was sent: nothing clinical is dropped.
///
/// **Source**: HL7 v2.5.1 chapter 2, section 2.7.
final class Escapes {

    /// A longer sequence (`\X0D0A…\`) is text that happens to hold two escape characters.
    private static final int LONGEST = 1024;

    private Escapes() {}

    /// The value between two positions: sequences decoded, line ends made `\n`, NUL removed (no database takes it).
    static String decode(Hl7Message message, int from, int to) {
        var text = message.text();
        char escape = message.delimiters().escape();
        if (isPlain(text, from, to, escape)) {
            return text.substring(from, to);
        }
        var out = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            int end = c == escape && escape != Delimiters.NONE ? text.indexOf(escape, i + 1, to) : -1;
            if (end > i && end - i <= LONGEST && sequence(message, text.substring(i + 1, end), out)) {
                i = end + 1;
            } else {
                appendCharacter(text, i, to, out);
                i++;
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, int from, int to, char escape) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == escape || c == '\r' || c == Delimiters.NONE) {
                return false;
            }
        }
        return true;
    }

    private static void appendCharacter(String text, int i, int to, StringBuilder out) {
        char c = text.charAt(i);
        if (c == '\r') {
            if (i + 1 >= to || text.charAt(i + 1) != '\n') {
                out.append('\n');
            }
        } else if (c != Delimiters.NONE) {
            out.append(c);
        }
    }

    /// Appends what the sequence means; false where it means nothing known.
    private static boolean sequence(Hl7Message message, String sequence, StringBuilder out) {
        var delimiters = message.delimiters();
        switch (sequence) {
            case "F" -> out.append(delimiters.field());
            case "S" -> append(delimiters.component(), '^', out);
            case "T" -> append(delimiters.subcomponent(), '&', out);
            case "R" -> append(delimiters.repetition(), '~', out);
            case "E" -> out.append(delimiters.escape());
            case "P" -> out.append('#');
            case "H", "N", ".fi", ".nf" -> {
                // highlighting and filling have no meaning in plain text
            }
            case ".br", ".ce", ".sp" -> out.append('\n');
            default -> {
                return parameterised(sequence, message.charset(), out);
            }
        }
        return true;
    }

    private static void append(char declared, char standard, StringBuilder out) {
        out.append(declared == Delimiters.NONE ? standard : declared);
    }

    private static boolean parameterised(String sequence, Charset charset, StringBuilder out) {
        if (sequence.startsWith("X") && sequence.length() > 1) {
            return hexadecimal(sequence.substring(1), charset, out);
        }
        if (sequence.startsWith(".sp")) {
            return vertical(sequence.substring(3).strip(), out);
        }
        if (sequence.startsWith(".in") || sequence.startsWith(".ti") || sequence.startsWith(".sk")) {
            out.append(' ');
            return true;
        }
        return false;
    }

    private static boolean vertical(String lines, StringBuilder out) {
        var digits = lines.startsWith("+") ? lines.substring(1) : lines;
        if (digits.isEmpty() || digits.length() > 2 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        out.repeat('\n', Integer.parseInt(digits));
        return true;
    }

    private static boolean hexadecimal(String digits, Charset charset, StringBuilder out) {
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return false;
        }
        var bytes = HexFormat.of().parseHex(digits);
        var text = new String(bytes, charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset);
        if (text.indexOf('\uFFFD') >= 0) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        out.append(text.replace("\0", "").replace("\r\n", "\n").replace('\r', '\n'));
        return true;
    }

    /// Text made safe for a field: separators escaped, control characters removed.
    static String encode(String text, Delimiters delimiters) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == delimiters.field()) {
                wrap('F', delimiters, out);
            } else if (c == delimiters.component()) {
                wrap('S', delimiters, out);
            } else if (c == delimiters.subcomponent()) {
                wrap('T', delimiters, out);
            } else if (c == delimiters.repetition()) {
                wrap('R', delimiters, out);
            } else if (c == delimiters.escape()) {
                wrap('E', delimiters, out);
            } else if (c >= ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static void wrap(char code, Delimiters delimiters, StringBuilder out) {
        out.append(delimiters.escape()).append(code).append(delimiters.escape());
    }
}
