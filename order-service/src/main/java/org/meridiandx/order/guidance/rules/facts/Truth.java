package org.meridiandx.order.guidance.rules.facts;

/// The values of Kleene's strong three-valued logic.
public enum Truth {
    TRUE,
    FALSE,
    /// It depends on something that was not supplied.
    UNKNOWN;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
