package org.meridiandx.dev.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A message of `dev/samples/hl7v2` into which fresh numbers are put before it is sent. Immutable.
public final class SampleMessage {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private final List<String> segments;

    private SampleMessage(List<String> segments) {
        this.segments = List.copyOf(segments);
    }

    /// Reads a sample message.
    ///
    /// @param root the repository
    /// @param name file name without `.hl7`
    public static SampleMessage read(Path root, String name) throws IOException {
        String text = Files.readString(root.resolve("dev/samples/hl7v2/" + name + ".hl7"), StandardCharsets.UTF_8);
        return new SampleMessage(Arrays.asList(text.split("\r")));
    }

    /// The same, sent now under this control id.
    public SampleMessage sentNow(String controlId) {
        return with("MSH", 0, 7, LocalDateTime.now().format(TIMESTAMP)).with("MSH", 0, 10, controlId);
    }

    /// The same with another value in one field.
    ///
    /// @param segment name, e.g. `OBR`
    /// @param occurrence which of them, from 0
    /// @param field number as the standard counts; MSH-1 is the separator
    /// @param value as it goes on the wire
    public SampleMessage with(String segment, int occurrence, int field, String value) {
        var copy = new ArrayList<>(segments);
        int seen = 0;
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).startsWith(segment + "|") && seen++ == occurrence) {
                copy.set(i, replace(copy.get(i), segment.equals("MSH") ? field - 1 : field, value));
                return new SampleMessage(copy);
            }
        }
        throw new IllegalArgumentException("The sample has no " + segment + " number " + occurrence);
    }

    /// The bytes as they go into a frame.
    public byte[] bytes() {
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    private static String replace(String segment, int index, String value) {
        var fields = new ArrayList<>(Arrays.asList(segment.split("\\|", -1)));
        while (fields.size() <= index) {
            fields.add("");
        }
        fields.set(index, value);
        return String.join("|", fields);
    }
}
