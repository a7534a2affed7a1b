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
    /// @param leastRank [#NOTHING] where it may have nothing to say
    /// @param last of those that are possible; where the two ranks are the same, it holds
    private record Span(Guideline guideline, int leastRank, int mostRank, Verdict last) {}

    Assessment.Rating of(Facts facts, Questions questions) {
        if (!(facts.value(modality) instanceof FactValue.Choice(var asked)) || asked.equals(Examination.NO_IMAGING)) {
            return new Assessment.Rating.NotAsked();
        }
        var spans = content.guidelines().stream()
                .filter(guideline -> canRate(guideline, facts))
                .flatMap(guideline -> span(guideline, asked, facts, questions).stream())
                .toList();
        int least = spans.stream().mapToInt(Span::leastRank).max().orElse(NOTHING);
        int most = spans.stream().mapToInt(Span::mostRank).max().orElse(NOTHING);
        if (least < most) {
            spans.stream()
                    .filter(span -> span.mostRank() > least)
                    .forEach(span -> ask(span.guideline(), asked, facts, questions));
            return new Assessment.Rating.Undecided();
        }
        return spans.stream()
                .filter(span -> span.leastRank() == most)
                .max(Comparator.comparingInt(span -> span.last().score()))
                .<Assessment.Rating>map(span -> new Assessment.Rating.Rated(
                        span.last().category(), span.guideline(), span.last().because()))
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
        var isCertain = tryEach(ofModality(guideline, asked, facts), facts, possible)
                || againstImaging(guideline, facts, possible);
        return spanOf(guideline, possible, match == Truth.TRUE && isCertain);
    }

    /// @param possible takes those that may count
    /// @return whether one of them does, for certain
    private static boolean tryEach(List<Recommendation> recommendations, Facts facts, List<Verdict> possible) {
        for (var each : recommendations) {
            var holds = each.when().in(facts);
            if (holds != Truth.FALSE) {
                possible.add(new Verdict(each.advice().category(), each));
            }
            if (holds == Truth.TRUE) {
                return true;
            }
        }
        return false;
    }

    /// Those of the modality that is asked for; on the way of an outpatient, emergencies only where nothing else
    /// counts.
    private List<Recommendation> ofModality(Guideline guideline, String asked, Facts facts) {
        var ofModality = guideline.recommendations().stream()
                .filter(each -> each.examination().modality().equals(asked));
        return facts.truthOf(outpatient) == Truth.TRUE
                ? ofModality
                        .sorted(Comparator.comparing(RequestRating::isEmergency))
                        .toList()
                : ofModality.toList();
    }

    private static boolean isEmergency(Recommendation recommendation) {
        return recommendation.advice().route() == Advice.Route.EMERGENCY;
    }

    private static Optional<Span> spanOf(Guideline guideline, List<Verdict> possible, boolean isCertain) {
        var ranks = possible.stream().mapToInt(Verdict::rank).summaryStatistics();
        return possible.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Span(guideline, isCertain ? ranks.getMin() : NOTHING, ranks.getMax(), possible.getLast()));
    }

    /// Whatever may take the place of the advice against imaging leaves the guideline with nothing to say.
    ///
    /// @param possible takes that advice where it may count
    /// @return whether it does, for certain
    private static boolean againstImaging(Guideline guideline, Facts facts, List<Verdict> possible) {
        var firsts = ScanChoice.possibleFirsts(guideline, facts);
        firsts.stream()
                .filter(RequestRating::isAgainstImaging)
                .forEach(first -> possible.add(new Verdict(Advice.Category.USUALLY_NOT_APPROPRIATE, first)));
        return !firsts.isEmpty()
                && firsts.getLast().when().in(facts) == Truth.TRUE
                && firsts.stream().allMatch(RequestRating::isAgainstImaging);
    }

    private static boolean isAgainstImaging(Recommendation recommendation) {
        return recommendation.advice().route() == Advice.Route.NO_IMAGING
                && !recommendation.examination().isImaging();
    }

    private void ask(Guideline guideline, String asked, Facts facts, Questions questions) {
        questions.ask(guideline.applies(), guideline.id());
        questions.ask(guideline.criteria(), guideline.id());
        var ofModality = ofModality(guideline, asked, facts);
        ofModality.forEach(each -> questions.ask(each.when(), each.id()));
        if (ofModality.stream().noneMatch(each -> each.when().in(facts) == Truth.TRUE)) {
            ScanChoice.possibleFirsts(guideline, facts).forEach(each -> questions.ask(each.when(), each.id()));
        }
    }
}
