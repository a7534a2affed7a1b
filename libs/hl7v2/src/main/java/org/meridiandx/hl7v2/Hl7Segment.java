package org.meridiandx.hl7v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One segment of a [Hl7Message]: a view of its text, fields are found when asked for.
public final class Hl7Segment {

    /// More repetitions of one field than any sender means; a message with more is refused, not cut.
    private static final int MOST_REPETITIONS = 10_000;

    private final Hl7Message message;
    private final int index;
    private final int start;
    private final int end;

    Hl7Segment(Hl7Message message, int index, int start, int end) {
        this.message = message;
        this.index = index;
        this.start = start;
        this.end = end;
    }

    /// The name in upper case, such as `OBX`.
    public String name() {
        return message.text().substring(start, start + 3).toUpperCase(Locale.ROOT);
    }

    /// Whether this is a segment of that name.
    public boolean is(String name) {
        return name.length() == 3 && message.text().regionMatches(true, start, name, 0, 3);
    }

    /// Position in the message, from 0, as in [Hl7Message#segments()].
    public int index() {
        return index;
    }

    /// Position among the segments of the same name, from 1: ERR-2.2.
    public int sequence() {
        var name = name();
        int sequence = 1;
        for (int i = 0; i < index; i++) {
            if (message.segments().get(i).is(name)) {
                sequence++;
            }
        }
        return sequence;
    }

    /// The number of the last field that the segment has, empty ones included.
    public int fieldCount() {
        int count = isHeader(message.text(), start) ? 1 : 0;
        for (int i = start + 3; i < end; i++) {
            if (message.text().charAt(i) == message.delimiters().field()) {
                count++;
            }
        }
        return count;
    }

    /// The first repetition of a field; an absent one is a [Hl7Field] that is not present.
    public Hl7Field field(int number) {
        var span = span(number);
        if (isUncut(number)) {
            return new Hl7Field(message, span, false);
        }
        char separator = message.delimiters().repetition();
        int to = Span.find(message.text(), separator, span.from(), span.to());
        return new Hl7Field(message, new Span(span.from(), to), true);
    }

    /// All repetitions of a field; empty where the field is absent or empty.
    ///
    /// @throws IllegalArgumentException for more than ten thousand of them
    public List<Hl7Field> repetitions(int number) {
        var span = span(number);
        if (span.isEmpty()) {
            return List.of();
        }
        if (isUncut(number)) {
            return List.of(new Hl7Field(message, span, false));
        }
        var repetitions = new ArrayList<Hl7Field>();
        int from = span.from();
        while (from <= span.to()) {
            int to = Span.find(message.text(), message.delimiters().repetition(), from, span.to());
            repetitions.add(new Hl7Field(message, new Span(from, to), true));
            if (repetitions.size() > MOST_REPETITIONS) {
                throw new IllegalArgumentException(at(number) + " repeats more than " + MOST_REPETITIONS + " times");
            }
            from = to + 1;
        }
        return repetitions;
    }

    /// The first component of the first repetition, decoded and stripped: codes, numbers, identifiers. Empty where
    /// absent, blank or the explicit null.
    public Optional<String> value(int field) {
        return field(field).component(1);
    }

    /// A component of the first repetition.
    public Optional<String> value(int field, int component) {
        return field(field).component(component);
    }

    /// A subcomponent of the first repetition.
    public Optional<String> value(int field, int component, int subcomponent) {
        return field(field).component(component, subcomponent);
    }

    /// The whole field as prose (ST, TX, FT): escapes decoded, separators that the sender forgot to escape kept.
    public Optional<String> text(int field) {
        return new Hl7Field(message, span(field), false).text();
    }

    /// Whether the field is the explicit null `""`: delete what you have. Absent means: keep what you have.
    public boolean isNull(int field) {
        return field(field).isNull();
    }

    /// The field as sent, all repetitions, nothing decoded; `""` (no characters) where absent.
    public String raw(int field) {
        var span = span(field);
        return message.text().substring(span.from(), span.to());
    }

    /// Where a field is, for an [AckProblem].
    public AckProblem.Location at(int field) {
        return new AckProblem.Location(name(), sequence(), field, 0, 0);
    }

    /// Where a component of a field's first repetition is, for an [AckProblem].
    public AckProblem.Location at(int field, int component) {
        return new AckProblem.Location(name(), sequence(), field, 1, component);
    }

    /// Name and position; no content.
    @Override
    public String toString() {
        return "Hl7Segment[" + name() + ", index=" + index + "]";
    }

    static boolean isHeader(String text, int start) {
        return text.regionMatches(true, start, "MSH", 0, 3)
                || text.regionMatches(true, start, "BHS", 0, 3)
                || text.regionMatches(true, start, "FHS", 0, 3);
    }

    /// MSH-1 and MSH-2 hold separators, they are not cut by them.
    private boolean isUncut(int number) {
        return number <= 2 && isHeader(message.text(), start);
    }

    private Span span(int number) {
        boolean header = isHeader(message.text(), start);
        if (header && number == 1) {
            return new Span(Math.min(start + 3, end), Math.min(start + 4, end));
        }
        int skip = header ? number - 1 : number;
        if (skip < 1) {
            return new Span(end, end);
        }
        int at = start + 2;
        char separator = message.delimiters().field();
        for (int i = 0; i < skip; i++) {
            at = Span.find(message.text(), separator, at + 1, end);
            if (at >= end) {
                return new Span(end, end);
            }
        }
        return new Span(at + 1, Span.find(message.text(), separator, at + 1, end));
    }
}
