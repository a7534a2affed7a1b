package org.meridiandx.order.guidance.coding;

import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// A row of the table.
///
/// @param means in words
/// @param facts that follow; none where no guideline speaks of it
/// @param isOfSuspicion whether they follow only where the request says that it is suspected
/// @param source where the pairing is from
record Meaning(String means, Facts facts, boolean isOfSuspicion, String source) {

    /// Both together.
    ///
    /// @return empty where they contradict one another
    Optional<Meaning> and(Meaning other) {
        var contradict = other.facts.supplied().stream().anyMatch(fact -> contradicts(other, fact));
        if (contradict) {
            return Optional.empty();
        }
        var more = other.facts.supplied().size() > facts.supplied().size();
        return Optional.of(
                new Meaning(more ? other.means : means, facts.overriddenBy(other.facts), isOfSuspicion, source));
    }

    /// Whether a choice is among the facts.
    boolean has(String fact, String choice) {
        return facts.supplied().stream()
                .filter(each -> each.name().equals(fact))
                .anyMatch(each -> new FactValue.Choice(choice).equals(facts.value(each)));
    }

    private boolean contradicts(Meaning other, Fact fact) {
        var mine = facts.value(fact);
        return mine != null && !mine.equals(other.facts.value(fact));
    }
}
