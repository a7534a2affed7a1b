package org.meridiandx.order.guidance.rules.record;

import java.util.List;

/// What one source says, or why it was not looked at. None found is not the same as not looked.
public sealed interface Checked<T> {

    /// It was asked and answered.
    ///
    /// @param found the latest first; what the caller may not see is not among it
    record Answered<T>(List<T> found) implements Checked<T> {
        public Answered {
            found = List.copyOf(found);
        }
    }

    /// @param reason in words, for people
    record NotChecked<T>(String reason) implements Checked<T> {}

    /// What was found; nothing where it was not looked at.
    default List<T> all() {
        return switch (this) {
            case Answered<T>(var found) -> found;
            case NotChecked<T> ignored -> List.of();
        };
    }
}
