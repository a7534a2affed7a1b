package org.meridiandx.hl7v2;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Reads MSH without a parser: one pass over the first segment, at most [#LIMIT] characters of it,
/// no regular expression.
final class HeaderParser {

    /// A longer MSH is not a header any more; what lies behind is not read.
    private static final int LIMIT = 16_384;

    private static final int LAST_FIELD = 18;

    private HeaderParser() {}

    /// The header, or nothing where the text does not begin with `MSH` and a separator. Blanks and empty lines
    /// before it are passed over.
    static Optional<MessageHeader> parse(String text) {
        int start = start(text);
        if (!text.regionMatches(true, start, "MSH", 0, 3)) {
            return Optional.empty();
        }
        return Delimiters.of(text, start).map(delimiters -> read(text, start, delimiters));
    }

    static int start(String text) {
        int start = 0;
        while (start < text.length() && (text.charAt(start) <= ' ' || text.charAt(start) == '\uFEFF')) {
            start++;
        }
        return start;
    }

    private static MessageHeader read(String text, int start, Delimiters delimiters) {
        var fields = fields(text, start, delimiters.field());
        return new MessageHeader(
                delimiters.field(),
                fields[2],
                value(fields[3]),
                value(fields[4]),
                value(fields[5]),
                value(fields[6]),
                component(fields[7], 1, delimiters),
                component(fields[9], 1, delimiters).toUpperCase(Locale.ROOT),
                component(fields[9], 2, delimiters).toUpperCase(Locale.ROOT),
                component(fields[9], 3, delimiters).toUpperCase(Locale.ROOT),
                value(fields[10]),
                component(fields[11], 1, delimiters).toUpperCase(Locale.ROOT),
                component(fields[12], 1, delimiters),
                component(fields[15], 1, delimiters).toUpperCase(Locale.ROOT),
                component(fields[16], 1, delimiters).toUpperCase(Locale.ROOT),
                component(fields[18], 1, delimiters));
    }

    /// Index 2 is MSH-2: the separator itself counts as MSH-1.
    private static String[] fields(String text, int start, char separator) {
        var fields = new String[LAST_FIELD + 1];
        Arrays.fill(fields, "");
        int end = Math.min(text.length(), start + LIMIT);
        int from = start + 4;
        int field = 2;
        for (int i = from; i <= end && field <= LAST_FIELD; i++) {
            boolean last = i == end || text.charAt(i) == '\r' || text.charAt(i) == '\n';
            if (last || text.charAt(i) == separator) {
                fields[field++] = text.substring(from, i);
                from = i + 1;
            }
            if (last) {
                break;
            }
        }
        return fields;
    }

    private static String value(String field) {
        var value = field.strip();
        return value.equals("\"\"") ? "" : value;
    }

    private static String component(String field, int index, Delimiters delimiters) {
        int from = 0;
        int current = 1;
        for (int i = 0; i <= field.length(); i++) {
            boolean last = i == field.length() || field.charAt(i) == delimiters.repetition();
            if (last || field.charAt(i) == delimiters.component()) {
                if (current == index) {
                    return value(field.substring(from, i));
                }
                current++;
                from = i + 1;
            }
            if (last) {
                break;
            }
        }
        return "";
    }
}
