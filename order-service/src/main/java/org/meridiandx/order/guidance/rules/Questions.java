package org.meridiandx.order.guidance.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Expression;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;

/// Gathers what is not known and would change an answer, in the order of what it is needed for.
final class Questions {
    private static final Set<String> OF_PREGNANCY = Set.of("pregnancy_status", "gestation_weeks", "breastfeeding");
    private static final String UTERUS = "has_uterus";
    private static final Set<String> DEMOGRAPHIC =
            Set.of("age", "sex", "has_uterus", "has_ovaries", "has_prostate", "has_testes", "pregnancy_status");

    /// It follows from the rating.
    private static final String RATED = "request_best_category";

    private final Facts facts;
    private final Facts open;
    private final Vocabulary vocabulary;
    private final boolean isPregnancyOutOfQuestion;
    private final Map<Fact, List<String>> asked = new LinkedHashMap<>();

    Questions(Facts facts, Vocabulary vocabulary) {
        this.facts = facts;
        this.open = facts.leftOpen();
        this.vocabulary = vocabulary;
        this.isPregnancyOutOfQuestion = vocabulary
                .fact(UTERUS)
                .filter(fact -> facts.truthOf(fact) == Truth.FALSE)
                .isPresent();
    }

    /// @param expression unknown, or true only as long as something is not supplied
    /// @param because what hinges on it
    void ask(Expression expression, String because) {
        if (expression.in(open) != Truth.UNKNOWN) {
            return;
        }
        switch (expression) {
            case Expression.All(var parts) -> parts.forEach(part -> ask(part, because));
            case Expression.Any(var parts) -> parts.forEach(part -> ask(part, because));
            case Expression.AtLeast(var number, var parts) -> parts.forEach(part -> ask(part, because));
            case Expression.Not(var part) -> ask(part, because);
            case Expression.Derived(var fact) -> ask(fact.expression(), because);
            case Expression.Missing(var missing) ->
                missing.stream().filter(fact -> !facts.isSupplied(fact)).forEach(fact -> note(fact, because));
            case Expression.Holds(var fact) -> askFlag(fact, because);
            case Expression.Compared(var fact, var comparison, var limit) -> note(fact, because);
            case Expression.Chosen(var fact, var codes) -> note(fact, because);
            case Expression.Defaulted(var fact, var codes, var open) -> note(fact, because);
        }
    }

    /// Where a flag follows from a choice that was not made yet, that is asked.
    private void askFlag(Fact flag, String because) {
        var from = vocabulary.defaultOf(flag);
        note(
                from instanceof Expression.Defaulted(var choice, var codes, var open) && !facts.isSupplied(choice)
                        ? choice
                        : flag,
                because);
    }

    private void note(Fact fact, String because) {
        if (fact.name().equals(RATED) || isPregnancyOutOfQuestion && OF_PREGNANCY.contains(fact.name())) {
            return;
        }
        var reasons = asked.computeIfAbsent(fact, first -> new ArrayList<>());
        if (!reasons.contains(because)) {
            reasons.add(because);
        }
    }

    /// Whether something in it, other than who the patient is, is known to hold: else it is about anybody.
    boolean hasFinding(Expression expression) {
        return switch (expression) {
            case Expression.All(var parts) -> parts.stream().anyMatch(this::hasFinding);
            case Expression.Any(var parts) -> parts.stream().anyMatch(this::hasFinding);
            case Expression.AtLeast(var number, var parts) -> parts.stream().anyMatch(this::hasFinding);
            case Expression.Derived(var fact) -> hasFinding(fact.expression());
            case Expression.Holds(var fact) -> isFinding(fact) && expression.in(facts) == Truth.TRUE;
            case Expression.Compared(var fact, var comparison, var limit) ->
                isFinding(fact) && expression.in(facts) == Truth.TRUE;
            case Expression.Chosen(var fact, var codes) -> isFinding(fact) && expression.in(facts) == Truth.TRUE;
            case Expression.Not ignored -> false;
            case Expression.Missing ignored -> false;
            case Expression.Defaulted ignored -> false;
        };
    }

    private static boolean isFinding(Fact fact) {
        return !DEMOGRAPHIC.contains(fact.name());
    }

    List<Assessment.Question> all() {
        return asked.entrySet().stream()
                .map(entry -> new Assessment.Question(entry.getKey(), entry.getValue()))
                .toList();
    }
}
