package org.meridiandx.order.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.calls.HookRequest.DraftOrder;
import org.meridiandx.order.cdshooks.learning.Avoidable;
import org.meridiandx.order.cdshooks.learning.Estimates;
import org.meridiandx.order.guidance.coding.CodeTable;
import org.meridiandx.order.guidance.coding.Recognised;
import org.meridiandx.order.guidance.rules.Advice;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.Assessment.Option;
import org.meridiandx.order.guidance.rules.SafetyRule;

/// Makes the cards of one order. Few: what is in order gets none.
final class OrderCards {
    static final String NO_CRITERIA = "no-criteria-apply";

    private static final int MOST_SUGGESTIONS = 2;
    private static final Set<String> MENDABLE =
            Set.of("irmer-referrer-id", "irmer-clinical-information", "irmer-pregnancy-field");

    private final CodeTable codes;
    private final Estimates estimates;

    OrderCards(CodeTable codes, Estimates estimates) {
        this.codes = codes;
        this.estimates = estimates;
    }

    /// What was found out about an order.
    ///
    /// @param recognised what it says
    /// @param assessment what the content says
    /// @param basis what that rests on, for every card
    record Findings(Hook hook, DraftOrder order, Recognised recognised, Assessment assessment, Basis basis) {
        String examination() {
            return recognised.examination().orElse("This examination");
        }

        /// Not while something that was said is not understood: it could change the rating.
        Optional<String> rating() {
            return recognised.isWhole() ? HookAnswer.codeOf(assessment.rating()) : Optional.empty();
        }

        /// No guideline speaks of the examination, though all that was said is understood.
        boolean isWithoutCriteria() {
            return recognised.isWhole() && assessment.rating() instanceof Assessment.Rating.NoCriteria;
        }

        /// Whether something else is advised by a guideline of the part of the body that is asked
        /// for.
        boolean isAdvised() {
            return assessment.options().stream()
                    .anyMatch(option -> option.guideline().about().regions().stream()
                            .anyMatch(region -> recognised.asksFor(region)));
        }

        /// The same with what it rests on.
        Optional<Assessment.Rating.Rated> rated() {
            return recognised.isWhole() ? assessment.rating().rated() : Optional.empty();
        }
    }

    HookAnswer of(Findings findings) {
        if (findings.recognised().examination().isEmpty()) {
            return new HookAnswer(List.of(notKnown(findings)), List.of());
        }
        var cards = new ArrayList<Card>();
        advice(findings).ifPresent(cards::add);
        findings.assessment().safety().stream()
                .filter(rule -> isForHooks(rule, findings.hook()))
                .forEach(rule -> cards.add(safety(rule, findings)));
        question(findings).ifPresent(cards::add);
        if (cards.isEmpty() && findings.basis().hasGaps()) {
            cards.add(note(findings, "was checked, but not all of the record could be looked at", "unchecked"));
        } else if (cards.isEmpty() && !findings.basis().unread().isEmpty()) {
            cards.add(note(findings, "was checked, but not the words beside the code of the reason", "words-not-read"));
        }
        var rated = findings.rating().map(rating -> rated(findings, rating));
        return new HookAnswer(cards, rated.stream().toList());
    }

    private static HookAnswer.Rated rated(Findings findings, String rating) {
        var id = UUID.randomUUID();
        var because = findings.assessment()
                .rating()
                .rated()
                .map(rated -> rated.because().id())
                .orElse(NO_CRITERIA);
        var order = Optional.of(findings.order())
                .filter(draft -> !draft.id().isEmpty())
                .map(draft -> DraftOrders.rated(draft, rating, id));
        return new HookAnswer.Rated(id, rating, because, order);
    }

    private static Card notKnown(Findings findings) {
        var what = String.join(", ", findings.recognised().notUnderstood());
        return note(findings, "is not known to the scan-choice tool: nothing was checked (" + what + ")", "not-known");
    }

    private static Card note(Findings findings, String what, String rule) {
        return Card.of(
                new Card.About(Card.Kind.NOTE, rule, "Note", Optional.empty()),
                new Card.Text(
                        Card.Indicator.INFO,
                        findings.examination() + " " + what,
                        findings.examination() + " " + what + "."
                                + findings.basis().text()));
    }

    /// IR(ME)R's own fields are asked for when the request is placed; before signing, those that
    /// whoever orders can mend.
    private static boolean isForHooks(SafetyRule rule, Hook hook) {
        if (!rule.about().category().equals("irmer")) {
            return true;
        }
        return hook == Hook.ORDER_SIGN && MENDABLE.contains(rule.id());
    }

    private Card safety(SafetyRule rule, Findings findings) {
        var about = rule.about();
        var indicator = switch (rule.severity()) {
            case BLOCK -> Card.Indicator.CRITICAL;
            case WARN -> Card.Indicator.WARNING;
            case INFO -> Card.Indicator.INFO;
        };
        var avoidable = isRepeat(rule) ? estimates.of(findings.recognised().facts()) : Avoidable.NOTHING;
        return new Card(
                UUID.randomUUID(),
                new Card.About(Card.Kind.SAFETY, rule.id(), about.title(), Card.urlOf(about.sources()), avoidable),
                new Card.Text(
                        indicator,
                        findings.examination() + ": " + about.title(),
                        about.message()
                                + OrderDetail.spared(avoidable)
                                + findings.basis().text()),
                Card.linksTo(about.sources()),
                withdrawal(rule, findings.order()),
                rule.overriding().isAllowed() && rule.overriding().needsReason());
    }

    private static List<Card.Suggestion> withdrawal(SafetyRule rule, DraftOrder order) {
        var isOffered = isRepeat(rule) && !order.id().isEmpty();
        return isOffered ? List.of(withdrawal("Withdraw this request and read the earlier report", order)) : List.of();
    }

    private static boolean isRepeat(SafetyRule rule) {
        return rule.about().category().equals("duplicate");
    }

    private Optional<Card> advice(Findings findings) {
        var options = findings.assessment().options();
        var isWithoutCriteria = findings.isWithoutCriteria();
        if (isWithoutCriteria && !findings.isAdvised()) {
            return Optional.of(noCriteria(findings));
        }
        var rated = findings.rated();
        var isAgainst = rated.isPresent() && !rated.get().isAppropriate();
        var isEmergency = !options.isEmpty()
                && options.getFirst().recommendation().advice().urgency() == Advice.Urgency.IMMEDIATE;
        var isSecondBest =
                rated.isPresent() && rated.get().category() == Advice.Category.MAY_BE_APPROPRIATE && !options.isEmpty();
        var isTold = isAgainst || isEmergency || isSecondBest || isWithoutCriteria;
        if (!isTold) {
            return Optional.empty();
        }
        var indicator =
                isEmergency ? Card.Indicator.CRITICAL : isAgainst ? Card.Indicator.WARNING : Card.Indicator.INFO;
        return Optional.of(advice(findings, indicator));
    }

    private static Card noCriteria(Findings findings) {
        var reasons = String.join(", ", findings.recognised().reasons());
        return note(
                findings,
                "for " + reasons + ": no guideline of this content speaks of it, so it is rated " + NO_CRITERIA,
                NO_CRITERIA);
    }

    private Card advice(Findings findings, Card.Indicator indicator) {
        var options = findings.assessment().options();
        var rated = findings.rated();
        var rule = rated.map(each -> each.because().id())
                .orElseGet(() -> options.isEmpty()
                        ? NO_CRITERIA
                        : options.getFirst().recommendation().id());
        var guideline = rated.map(Assessment.Rating.Rated::guideline)
                .orElseGet(() -> options.getFirst().guideline());
        var best = options.isEmpty()
                ? ""
                : " Best: " + options.getFirst().recommendation().examination().procedure();
        var words = rated.map(each -> words(each.category()))
                .orElse(findings.isWithoutCriteria() ? "no guideline rates it here" : "see what is advised");
        return new Card(
                UUID.randomUUID(),
                new Card.About(
                        Card.Kind.ADVICE,
                        rule,
                        guideline.about().title(),
                        Card.urlOf(guideline.about().sources())),
                new Card.Text(
                        indicator,
                        findings.examination() + ": " + words + "." + best,
                        OrderDetail.of(findings, guideline) + findings.basis().text()),
                Card.linksTo(guideline.about().sources()),
                suggestions(findings),
                indicator != Card.Indicator.INFO);
    }

    static String words(Advice.Category category) {
        return switch (category) {
            case USUALLY_APPROPRIATE -> "usually appropriate";
            case MAY_BE_APPROPRIATE -> "may be appropriate";
            case USUALLY_NOT_APPROPRIATE -> "usually not appropriate";
        };
    }

    /// What can be ordered directly, or no order at all. Who is to be referred is told in words.
    /// None while something that was said is not understood: it could speak against them.
    private List<Card.Suggestion> suggestions(Findings findings) {
        var id = findings.order().id();
        if (id.isEmpty() || !findings.recognised().isWhole()) {
            return List.of();
        }
        var suggestions = new ArrayList<Card.Suggestion>();
        for (var option : findings.assessment().options()) {
            if (suggestions.size() < MOST_SUGGESTIONS) {
                suggestion(findings.order(), option).ifPresent(suggestions::add);
            }
        }
        return suggestions;
    }

    private Optional<Card.Suggestion> suggestion(DraftOrder order, Option option) {
        var examination = option.recommendation().examination();
        return switch (option.recommendation().advice().route()) {
            case GP_DIRECT -> {
                var rating = option.recommendation().advice().category() == Advice.Category.USUALLY_NOT_APPROPRIATE
                        ? "not-appropriate"
                        : "appropriate";
                var named = codes.codesOf(examination.procedure());
                // Named by the suggestion, which is kept: so its rating can be found again.
                var id = UUID.randomUUID();
                var draft =
                        DraftOrders.instead(order, examination.procedure(), named, new DraftOrders.Instead(rating, id));
                yield Optional.of(new Card.Suggestion(
                        id, "Order instead: " + examination.procedure(), order.id(), Optional.of(draft)));
            }
            case NO_IMAGING -> Optional.of(withdrawal("Withdraw this request: " + examination.procedure(), order));
            case EMERGENCY, SUSPECTED_CANCER, SPECIALIST -> Optional.empty();
        };
    }

    private static Card.Suggestion withdrawal(String label, DraftOrder order) {
        return new Card.Suggestion(UUID.randomUUID(), label, order.id(), Optional.empty());
    }

    private static Optional<Card> question(Findings findings) {
        var recognised = findings.recognised();
        var isOpen = findings.assessment().rating() instanceof Assessment.Rating.Undecided;
        if (recognised.isWhole() && !isOpen) {
            return Optional.empty();
        }
        var missing = recognised.isWhole()
                        || isOpen && recognised.notUnderstood().isEmpty()
                ? "some facts would decide it"
                : recognised.reasons().isEmpty() && recognised.notUnderstood().isEmpty()
                        ? "no reason is given"
                        : "not all of the reason is understood";
        return Optional.of(Card.of(
                new Card.About(Card.Kind.QUESTION, "missing-facts", "Missing facts", Optional.empty()),
                new Card.Text(
                        Card.Indicator.INFO,
                        findings.examination() + " is not rated yet: " + missing,
                        OrderDetail.questions(findings) + findings.basis().text())));
    }
}
