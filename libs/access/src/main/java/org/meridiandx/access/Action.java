package org.meridiandx.access;

/// What a caller wants to do, as the letters of a SMART v2 scope.
public enum Action {
    CREATE('c'),
    READ('r'),
    UPDATE('u'),
    DELETE('d'),
    SEARCH('s');

    private final char letter;

    Action(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
