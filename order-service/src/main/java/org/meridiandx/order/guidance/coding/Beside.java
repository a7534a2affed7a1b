package org.meridiandx.order.guidance.coding;

import java.util.List;
import org.meridiandx.order.guidance.rules.facts.Fact;

/// What somebody wrote beside codes that are known. No fact is taken from it, and it is not
/// dropped.
///
/// @param unread the words, where they are none of those that are looked for
/// @param mentioned facts that they speak of: whoever asks has to say what holds
public record Beside(List<String> unread, List<Fact> mentioned) {
    public static final Beside NOTHING = new Beside(List.of(), List.of());

    public Beside {
        unread = List.copyOf(unread);
        mentioned = List.copyOf(mentioned);
    }

    /// What people wrote is in no log.
    @Override
    public String toString() {
        return "Beside" + mentioned;
    }
}
