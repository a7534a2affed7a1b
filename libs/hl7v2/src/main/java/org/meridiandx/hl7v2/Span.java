package org.meridiandx.hl7v2;

/// A stretch of a message's text, `to` exclusive.
record Span(int from, int to) {

    boolean isEmpty() {
        return from >= to;
    }

    /// The first position of a separator in a stretch, or the stretch's end.
    static int find(String text, char separator, int from, int to) {
        if (separator == Delimiters.NONE || from >= to) {
            return to;
        }
        int at = text.indexOf(separator, from, to);
        return at < 0 ? to : at;
    }

    /// Part `number` (from 1) of a stretch cut by a separator; an empty span at the end where there is none.
    Span part(String text, char separator, int number) {
        int at = from;
        for (int i = 1; i < number; i++) {
            int found = find(text, separator, at, to);
            if (found >= to) {
                return new Span(to, to);
            }
            at = found + 1;
        }
        return number < 1 ? new Span(to, to) : new Span(at, find(text, separator, at, to));
    }
}
