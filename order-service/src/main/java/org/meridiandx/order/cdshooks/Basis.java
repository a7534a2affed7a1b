package org.meridiandx.order.cdshooks;

import java.util.List;
import org.meridiandx.order.guidance.rules.SafetyRule;

/// What an assessment rests on beside the request, told on every card.
///
/// @param fromRecord what the record filled in, each with where it comes from
/// @param unchecked what was not looked at, in words
/// @param unread words beside codes, of which nothing was taken
/// @param rules all safety rules there are
record Basis(List<String> fromRecord, List<String> unchecked, List<String> unread, List<SafetyRule> rules) {
    private static final int LONGEST = 200;

    Basis {
        fromRecord = List.copyOf(fromRecord);
        unchecked = List.copyOf(unchecked);
        unread = List.copyOf(unread);
        rules = List.copyOf(rules);
    }

    boolean hasGaps() {
        return !unchecked.isEmpty();
    }

    /// Markdown, beginning with an empty line; empty where there is nothing to tell.
    String text() {
        var text = new StringBuilder();
        if (!fromRecord.isEmpty()) {
            text.append("\n\nFrom the record: ")
                    .append(String.join("; ", fromRecord))
                    .append('.');
        }
        if (!unchecked.isEmpty()) {
            text.append("\n\n**Not checked:** ").append(String.join(" ", unchecked));
        }
        unread.forEach(words -> text.append("\n\n**Not read:** the words beside the code, \"")
                .append(Card.plain(words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + "…"))
                .append("\". If they name a warning sign, what is said here does not count."));
        return text.toString();
    }

    @Override
    public String toString() {
        return "Basis[redacted]";
    }
}
