package org.meridiandx.order.guidance.rules;

import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;

/// What the content says about one patient and one request.
///
/// @param options best first; none where no guideline is about this patient
/// @param safety the gravest first
/// @param ask what is not known and would change the answer
public record Assessment(List<Option> options, Rating rating, List<SafetyRule> safety, List<Question> ask) {
    public Assessment {
        options = List.copyOf(options);
        safety = List.copyOf(safety);
        ask = List.copyOf(ask);
    }

    /// What a guideline recommends first.
    public record Option(Guideline guideline, Recommendation recommendation) {}

    /// @param because guidelines, recommendations and rules that hinge on it
    public record Question(Fact fact, List<String> because) {
        public Question {
            because = List.copyOf(because);
        }
    }

    /// What is thought of the examination that was asked for.
    public sealed interface Rating {
        /// No imaging was asked for.
        record NotAsked() implements Rating {}

        /// It depends on what is not known: see [#ask].
        record Undecided() implements Rating {}

        /// No guideline that is about this patient speaks of it.
        record NoCriteria() implements Rating {}

        /// @param because the recommendation that says so: of this examination, or of no imaging at all
        record Rated(Advice.Category category, Guideline guideline, Recommendation because) implements Rating {
            public boolean isAppropriate() {
                return category != Advice.Category.USUALLY_NOT_APPROPRIATE;
            }
        }

        default Optional<Rated> rated() {
            return this instanceof Rated rated ? Optional.of(rated) : Optional.empty();
        }
    }
}
