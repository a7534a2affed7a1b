package org.meridiandx.hl7v2;

import java.util.Optional;

/// The separators a message declares in MSH-1 and MSH-2; [#NONE] where it declares none, or the same one twice.
record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

    /// Never equal to a character of a message: NUL is not a separator.
    static final char NONE = '\0';

    static final Delimiters STANDARD = new Delimiters('|', '^', '~', '\\', '&');

    /// Reads the separators of a segment that begins like `MSH|^~\&` at `start`.
    static Optional<Delimiters> of(String text, int start) {
        if (text.length() < start + 4 || !isSeparator(text.charAt(start + 3))) {
            return Optional.empty();
        }
        char field = text.charAt(start + 3);
        var chars = new char[] {NONE, NONE, NONE, NONE, NONE};
        int count = 0;
        for (int i = start + 4; i < text.length() && count < chars.length; i++) {
            char c = text.charAt(i);
            if (c == field || !isSeparator(c)) {
                break;
            }
            chars[count++] = c;
        }
        // A backslash doubled by somebody's source code, as in ^~\\&, is one escape character.
        if (count == 5 && chars[2] == chars[3]) {
            chars[3] = chars[4];
        }
        return Optional.of(new Delimiters(
                field, chars[0], unlike(chars, 1, field), unlike(chars, 2, field), unlike(chars, 3, field)));
    }

    /// Whether all five are there, so that an answer can be written with them.
    boolean isComplete() {
        return component != NONE && repetition != NONE && escape != NONE && subcomponent != NONE;
    }

    String encodingCharacters() {
        return "" + component + repetition + escape + subcomponent;
    }

    private static char unlike(char[] chars, int index, char field) {
        for (int i = 0; i < index; i++) {
            if (chars[i] == chars[index]) {
                return NONE;
            }
        }
        return chars[index] == field ? NONE : chars[index];
    }

    private static boolean isSeparator(char c) {
        return c > ' ' && c != 0x7F && !Character.isLetterOrDigit(c);
    }
}
