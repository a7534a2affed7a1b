package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.order.guidance.rules.Assessment;

/// The answer to one call of a hook.
///
/// @param ratings of the orders that could be rated
record HookAnswer(List<Card> cards, List<Rated> ratings) {
    HookAnswer {
        cards = List.copyOf(cards);
        ratings = List.copyOf(ratings);
    }

    /// An order with its rating.
    ///
    /// @param id of this rating, for the audit of whoever pays or reviews
    /// @param rule the recommendation that says so; `no-criteria-apply` where none does
    /// @param order the draft with the rating; empty where it has no id, so that it cannot be named
    record Rated(UUID id, String rating, String rule, Optional<ObjectNode> order) {
        @Override
        public String toString() {
            return "Rated[" + rating + "]";
        }
    }

    static HookAnswer together(List<HookAnswer> answers) {
        return new HookAnswer(
                answers.stream().flatMap(each -> each.cards().stream()).toList(),
                answers.stream().flatMap(each -> each.ratings().stream()).toList());
    }

    static Optional<String> codeOf(Assessment.Rating rating) {
        return switch (rating) {
            case Assessment.Rating.Rated rated ->
                Optional.of(rated.isAppropriate() ? "appropriate" : "not-appropriate");
            case Assessment.Rating.NoCriteria ignored -> Optional.of(OrderCards.NO_CRITERIA);
            case Assessment.Rating.NotAsked ignored -> Optional.empty();
            case Assessment.Rating.Undecided ignored -> Optional.empty();
        };
    }
}
