package org.meridiandx.hl7v2;

/// Header text on its way into a log line: one line, no control characters, at most [#LIMIT] characters.
final class Printable {

    private static final int LIMIT = 64;

    private Printable() {}

    static String of(String text) {
        var printable = new StringBuilder(Math.min(text.length(), LIMIT));
        for (int i = 0; i < text.length() && i < LIMIT; i++) {
            char c = text.charAt(i);
            printable.append(c < ' ' || c > '~' ? '?' : c);
        }
        return text.length() > LIMIT ? printable + "..." : printable.toString();
    }
}
