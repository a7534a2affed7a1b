package org.meridiandx.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// A message as a list of segments, for lenient mappers. Numbers follow HL7: fields, repetitions, components and
/// subcomponents count from 1, and MSH-1 is the separator itself. Nothing throws for what is not there.
///
/// Reading is forgiving: CR, LF or CR LF end a segment; empty lines vanish; segment names may be in lower case; a
/// line that does not look like a segment continues the one before it (line breaks inside a note are common).
public final class Hl7Message {

    private final String text;
    private final Delimiters delimiters;
    private final Charset charset;
    private final List<Hl7Segment> segments;

    private Hl7Message(String text, Charset charset) {
        this.text = text;
        this.charset = charset;
        int start = HeaderParser.start(text);
        this.delimiters = Delimiters.of(text, start)
                .filter(found -> Hl7Segment.isHeader(text, start))
                .orElse(Delimiters.STANDARD);
        this.segments = new Segments(this, cut(text, delimiters.field()));
    }

    /// Reads a text; one that is not HL7 has no segments.
    public static Hl7Message parse(String text) {
        return parse(text, StandardCharsets.UTF_8);
    }

    /// Reads a text; `charset` is what the bytes of `\X..\` escapes are in.
    static Hl7Message parse(String text, Charset charset) {
        return new Hl7Message(text, charset);
    }

    /// All segments in order.
    public List<Hl7Segment> segments() {
        return segments;
    }

    /// All segments of one name, in order; empty where there is none.
    public List<Hl7Segment> segments(String name) {
        var found = new ArrayList<Hl7Segment>();
        for (var segment : segments) {
            if (segment.is(name)) {
                found.add(segment);
            }
        }
        return found;
    }

    /// The first segment of one name.
    public Optional<Hl7Segment> first(String name) {
        for (var segment : segments) {
            if (segment.is(name)) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /// A value of the first segment of one name; see [Hl7Segment#value(int)].
    public Optional<String> value(String segment, int field) {
        return first(segment).flatMap(found -> found.value(field));
    }

    /// A component of the first segment of one name; see [Hl7Segment#value(int, int)].
    public Optional<String> value(String segment, int field, int component) {
        return first(segment).flatMap(found -> found.value(field, component));
    }

    /// The segments cut into groups that each begin with `leader`; what stands before the first is left out.
    public List<List<Hl7Segment>> groups(String leader) {
        var groups = new ArrayList<List<Hl7Segment>>();
        for (var segment : segments) {
            if (segment.is(leader)) {
                groups.add(new ArrayList<>());
            }
            if (!groups.isEmpty()) {
                groups.getLast().add(segment);
            }
        }
        return groups;
    }

    /// The order groups of ORM, OML, OMG and ORU: each begins with ORC, or with an OBR that no ORC announced, and
    /// runs to the next. Groups of a second patient start at their PID, which is left out.
    public List<List<Hl7Segment>> orderGroups() {
        var groups = new ArrayList<List<Hl7Segment>>();
        boolean open = false;
        boolean requested = false;
        for (var segment : segments) {
            boolean request = segment.is("OBR");
            if (segment.is("PID")) {
                open = false;
            } else if (segment.is("ORC") || (request && (!open || requested))) {
                groups.add(new ArrayList<>());
                open = true;
                requested = false;
            }
            if (open) {
                groups.getLast().add(segment);
                requested |= request;
            }
        }
        return groups;
    }

    String text() {
        return text;
    }

    Delimiters delimiters() {
        return delimiters;
    }

    Charset charset() {
        return charset;
    }

    /// The number of segments; no content.
    @Override
    public String toString() {
        return "Hl7Message[segments=" + segments.size() + "]";
    }

    /// Start and end of every segment, in pairs.
    private static int[] cut(String text, char separator) {
        var bounds = new int[64];
        int count = 0;
        int i = HeaderParser.start(text);
        while (i < text.length()) {
            int end = lineEnd(text, i);
            if (looksLikeSegment(text, i, end, separator)) {
                if (count + 2 > bounds.length) {
                    bounds = Arrays.copyOf(bounds, bounds.length * 2);
                }
                bounds[count] = i;
                bounds[count + 1] = end;
                count += 2;
            } else if (count > 0 && end > i) {
                bounds[count - 1] = end;
            }
            i = end + 1;
        }
        return Arrays.copyOf(bounds, count);
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\r' && text.charAt(i) != '\n') {
            i++;
        }
        return i;
    }

    private static boolean looksLikeSegment(String text, int from, int end, char separator) {
        if (end - from < 3 || !isLetter(text.charAt(from))) {
            return false;
        }
        boolean name = isNameCharacter(text.charAt(from + 1)) && isNameCharacter(text.charAt(from + 2));
        return name && (end - from == 3 ? isUpper(text, from) : text.charAt(from + 3) == separator);
    }

    private static boolean isUpper(String text, int from) {
        return text.charAt(from) <= 'Z' && text.charAt(from + 1) <= 'Z' && text.charAt(from + 2) <= 'Z';
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isNameCharacter(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    /// A view that makes a segment when asked for it, so that a million empty segments cost only their positions.
    private static final class Segments extends AbstractList<Hl7Segment> implements RandomAccess {
        private final Hl7Message message;
        private final int[] bounds;

        Segments(Hl7Message message, int[] bounds) {
            this.message = message;
            this.bounds = bounds;
        }

        @Override
        public Hl7Segment get(int index) {
            return new Hl7Segment(message, index, bounds[2 * index], bounds[2 * index + 1]);
        }

        @Override
        public int size() {
            return bounds.length / 2;
        }
    }
}
