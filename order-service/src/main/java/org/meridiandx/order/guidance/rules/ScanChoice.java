package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;

/// Says which examination suits a patient best, what is thought of the one that was asked for, what speaks against it,
/// and what should be asked first. Safe for use by several threads.
///
/// **Source** the content's own `meta.evaluation`; docs/adr/018 where that leaves a choice.
public final class ScanChoice {
    private static final Comparator<Assessment.Option> BEST_FIRST = Comparator.comparing((Assessment.Option option) ->
                    option.recommendation().advice().urgency())
            .thenComparing(option -> -option.recommendation().advice().appropriateness());

    private final GuidanceContent content;
    private final Fact category;
    private final RequestRating rating;

    public ScanChoice(GuidanceContent content) {
        this.content = content;
        this.category = content.vocabulary().require("request_best_category");
        this.rating = new RequestRating(content);
    }

    public GuidanceContent content() {
        return content;
    }

    /// @param facts all that is known, the examination asked for included where there is one
    public Assessment assess(Facts facts) {
        var questions = new Questions(facts, content.vocabulary());
        var options = options(facts, questions);
        var rated = rating.of(facts, questions);
        var withRating = withCategory(facts, rated);
        var safety = new ArrayList<SafetyRule>();
        for (var rule : content.rules()) {
            if (rule.criteria().in(withRating) == Truth.TRUE) {
                safety.add(rule);
            }
            if (!(rated instanceof Assessment.Rating.NotAsked)) {
                questions.ask(rule.criteria(), rule.id());
            }
        }
        safety.sort(Comparator.comparing(SafetyRule::severity));
        return new Assessment(options, rated, safety, questions.all());
    }

    private Facts withCategory(Facts facts, Assessment.Rating rated) {
        return facts.isSupplied(category)
                ? facts
                : rated.rated()
                        .map(rating -> facts.with(
                                category, new FactValue.Choice(rating.category().code())))
                        .orElse(facts);
    }

    private List<Assessment.Option> options(Facts facts, Questions questions) {
        var options = new ArrayList<Assessment.Option>();
        for (var guideline : content.guidelines()) {
            var match = guideline.matches(facts);
            if (match == Truth.FALSE) {
                continue;
            }
            if (match == Truth.TRUE || questions.hasFinding(guideline.criteria())) {
                questions.ask(guideline.applies(), guideline.id());
                questions.ask(guideline.criteria(), guideline.id());
            }
            if (match == Truth.TRUE) {
                var first = first(guideline, facts);
                askForBetter(guideline, first, questions);
                first.ifPresent(recommendation -> options.add(new Assessment.Option(guideline, recommendation)));
            }
        }
        options.sort(BEST_FIRST);
        return options;
    }

    /// The first that holds with a score of 7 or more, else the first with 4 or more.
    private static Optional<Recommendation> first(Guideline guideline, Facts facts) {
        return first(guideline, facts, Advice.APPROPRIATE)
                .or(() -> first(guideline, facts, Advice.PERHAPS_APPROPRIATE));
    }

    private static Optional<Recommendation> first(Guideline guideline, Facts facts, int score) {
        for (var each : guideline.recommendations()) {
            if (each.isAtLeast(score) && each.when().in(facts) == Truth.TRUE) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Those that may be the first once all is known, in the order in which they are tried. The
    /// last is, if no other, where it holds.
    static List<Recommendation> possibleFirsts(Guideline guideline, Facts facts) {
        var possible = new ArrayList<Recommendation>();
        for (var score : List.of(Advice.APPROPRIATE, Advice.PERHAPS_APPROPRIATE)) {
            for (var each : guideline.recommendations()) {
                var holds = each.isAtLeast(score) && !possible.contains(each)
                        ? each.when().in(facts)
                        : Truth.FALSE;
                if (holds != Truth.FALSE) {
                    possible.add(each);
                }
                if (holds == Truth.TRUE) {
                    return possible;
                }
            }
        }
        return possible;
    }

    /// Asks what could put another recommendation in the place of the first.
    private static void askForBetter(Guideline guideline, Optional<Recommendation> first, Questions questions) {
        var isPassed = false;
        for (var each : guideline.recommendations()) {
            var isFirst = first.filter(each::equals).isPresent();
            var isBetter =
                    first.filter(one -> one.isAtLeast(Advice.APPROPRIATE)).isEmpty()
                            && each.isAtLeast(Advice.APPROPRIATE);
            if (isFirst || isBetter || !isPassed && each.isAtLeast(Advice.PERHAPS_APPROPRIATE)) {
                questions.ask(each.when(), each.id());
            }
            isPassed |= isFirst;
        }
    }
}
