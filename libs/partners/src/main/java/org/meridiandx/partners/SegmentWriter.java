package org.meridiandx.partners;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Writes one segment with the standard separators: fields in any order, each escaped.
///
/// **Source:** HL7 v2.5.1 chapter 2.5 (segments), 2.7 (escape sequences).
public final class SegmentWriter {
    private static final Pattern LAST_EMPTY = Pattern.compile("\\^+$");
    private final String name;
    private final TreeMap<Integer, String> fields = new TreeMap<>();

    /// @param name such as `OBX`
    public SegmentWriter(String name) {
        this.name = name;
    }

    /// Sets a field of one component.
    public SegmentWriter set(int field, String value) {
        return raw(field, escape(value));
    }

    /// Sets a field of components, the last empty ones left out.
    public SegmentWriter components(int field, String... components) {
        return raw(field, join(components));
    }

    /// Sets a field that repeats, each repetition made by [#join].
    public SegmentWriter repetitions(int field, List<String> repetitions) {
        return raw(field, String.join("~", repetitions));
    }

    /// Sets a field as it is to stand.
    public SegmentWriter raw(int field, String text) {
        if (!text.isEmpty()) {
            fields.put(field, text);
        }
        return this;
    }

    /// A field as it stands; empty where it was not set.
    public String field(int number) {
        return fields.getOrDefault(number, "");
    }

    /// Components of one repetition, escaped.
    public static String join(String... components) {
        var escaped = Arrays.stream(components).map(SegmentWriter::escape).toList();
        return LAST_EMPTY.matcher(String.join("^", escaped)).replaceAll("");
    }

    /// Text made safe for a field: separators escaped, line ends as `\.br\`, other control
    /// characters gone.
    public static String escape(String text) {
        var out = new StringBuilder(text.length() + 8);
        text.strip()
                .replace("\r\n", "\n")
                .chars()
                .forEach(character -> out.append(
                        switch (character) {
                            case '|' -> "\\F\\";
                            case '^' -> "\\S\\";
                            case '&' -> "\\T\\";
                            case '~' -> "\\R\\";
                            case '\\' -> "\\E\\";
                            case '\n', '\r' -> "\\.br\\";
                            default -> character < ' ' ? "" : Character.toString((char) character);
                        }));
        return out.toString();
    }

    @Override
    public String toString() {
        var line = new StringBuilder(name);
        // MSH-1 is the separator itself.
        var next = name.equals("MSH") ? 2 : 1;
        for (var field : fields.entrySet()) {
            line.repeat('|', field.getKey() - next + 1).append(field.getValue());
            next = field.getKey() + 1;
        }
        return line.append('\r').toString();
    }
}
