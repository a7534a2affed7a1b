package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;

/// What is thought of the examination that was asked for.
///
/// Each guideline that is about the patient and the part of the body gives the first of its
/// recommendations of that modality that holds; the best of all guidelines is the rating. While
/// what is not known could make it another category, there is none. What is recommended as an
/// emergency does not rate a request that is sent as an outpatient's, where the guideline speaks of
/// that too. A guideline that advises no imaging speaks of every modality of which it says nothing
/// else.
final class RequestRating {
    private static final int NOTHING = -1;

    private final GuidanceContent content;
    private final Fact modality;
    private final Fact region;
    private final Fact outpatient;

    RequestRating(GuidanceContent content) {
        this.content = content;
        this.modality = content.vocabulary().require("requested_modality");
        this.region = content.vocabulary().require("requested_region");
        this.outpatient = content.vocabulary().require("request_route_outpatient");
    }

    /// What a recommendation makes of the request.
    private record Verdict(Advice.Category category, Recommendation because) {
        /// The more appropriate the higher.
        int rank() {
            return Advice.Category.values().length - category.ordinal();
        }

        int score() {
            return because.advice().appropriateness();
        }
    }

    /// What a guideline makes of the request, between the least and the most that is possible.
    ///
    /// @param least empty where it may have nothing to say
    private record Span(Guideline guideline, Optional<Verdict> least, Verdict most) {
        int leastRank() {
            return least.map(Verdict::rank).orElse(NOTHING);
        }
    }

    Assessment.Rating of(Facts facts, Questions questions) {
        if (!(facts.value(modality) instanceof FactValue.Choice(var asked)) || asked.equals(Examination.NO_IMAGING)) {
            return new Assessment.Rating.NotAsked();
        }
        var spans = content.guidelines().stream()
                .filter(guideline -> canRate(guideline, facts))
                .flatMap(guideline -> span(guideline, asked, facts, questions).stream())
                .toList();
        int least = spans.stream().mapToInt(Span::leastRank).max().orElse(NOTHING);
        int most = spans.stream().mapToInt(span -> span.most().rank()).max().orElse(NOTHING);
        if (least < most) {
            spans.stream()
                    .filter(span -> span.most().rank() > least)
                    .forEach(span -> ask(span.guideline(), asked, questions));
            return new Assessment.Rating.Undecided();
        }
        return spans.stream()
                .filter(span -> span.leastRank() == most)
                .max(Comparator.comparingInt(span -> span.most().score()))
                .<Assessment.Rating>map(span -> new Assessment.Rating.Rated(
                        span.most().category(), span.guideline(), span.most().because()))
                .orElseGet(Assessment.Rating.NoCriteria::new);
    }

    private boolean canRate(Guideline guideline, Facts facts) {
        return !(facts.value(region) instanceof FactValue.Choice(var asked))
                || guideline.about().regions().contains(asked);
    }

    private Optional<Span> span(Guideline guideline, String asked, Facts facts, Questions questions) {
        var match = guideline.matches(facts);
        if (match == Truth.FALSE || match == Truth.UNKNOWN && !questions.hasFinding(guideline.criteria())) {
            return Optional.empty();
        }
        var possible = new ArrayList<Verdict>();
        var holds = Truth.FALSE;
        for (var each : rating(guideline, asked, facts)) {
            if (holds != Truth.TRUE) {
                holds = each.when().in(facts);
                if (holds != Truth.FALSE) {
                    possible.add(new Verdict(each.advice().category(), each));
                }
            }
        }
        if (possible.isEmpty()) {
            againstImaging(guideline, facts).ifPresent(possible::add);
            holds = Truth.TRUE;
        }
        return spanOf(guideline, possible, match == Truth.TRUE && holds == Truth.TRUE);
    }

    /// Those of the modality that is asked for, on the way on which it is asked for.
    private List<Recommendation> rating(Guideline guideline, String asked, Facts facts) {
        var ofModality = guideline.recommendations().stream()
                .filter(each -> each.examination().modality().equals(asked))
                .toList();
        if (facts.truthOf(outpatient) != Truth.TRUE) {
            return ofModality;
        }
        var notAtOnce = ofModality.stream().filter(each -> !isEmergency(each)).toList();
        return notAtOnce.stream().anyMatch(each -> each.when().in(facts) != Truth.FALSE) ? notAtOnce : ofModality;
    }

    private static boolean isEmergency(Recommendation recommendation) {
        return recommendation.advice().route() == Advice.Route.EMERGENCY;
    }

    private static Optional<Span> spanOf(Guideline guideline, List<Verdict> possible, boolean isCertain) {
        var byRank = Comparator.comparingInt(Verdict::rank);
        return possible.stream()
                .max(byRank)
                .map(most -> new Span(guideline, isCertain ? possible.stream().min(byRank) : Optional.empty(), most));
    }

    private static Optional<Verdict> againstImaging(Guideline guideline, Facts facts) {
        return ScanChoice.first(guideline, facts)
                .filter(first -> first.advice().route() == Advice.Route.NO_IMAGING
                        && !first.examination().isImaging())
                .map(first -> new Verdict(Advice.Category.USUALLY_NOT_APPROPRIATE, first));
    }

    private static void ask(Guideline guideline, String asked, Questions questions) {
        questions.ask(guideline.applies(), guideline.id());
        questions.ask(guideline.criteria(), guideline.id());
        guideline.recommendations().stream()
                .filter(each -> each.examination().modality().equals(asked))
                .forEach(each -> questions.ask(each.when(), each.id()));
    }
}
