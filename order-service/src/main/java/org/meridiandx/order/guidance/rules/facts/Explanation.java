package org.meridiandx.order.guidance.rules.facts;

import java.util.List;
import java.util.TreeSet;

/// Why a condition is true, false or unknown: the same tree as the condition, with the truth of each part.
///
/// @param text the condition as it is written; for those with parts how they are joined
public record Explanation(String text, Truth truth, List<Explanation> parts) {
    private static final String NOT = "not";

    public Explanation {
        parts = List.copyOf(parts);
    }

    public static Explanation of(Expression expression, Facts facts) {
        return switch (expression) {
            case Expression.All(var parts) -> joined("all", expression, parts, facts);
            case Expression.Any(var parts) -> joined("any", expression, parts, facts);
            case Expression.AtLeast(var number, var parts) -> joined("at least " + number, expression, parts, facts);
            case Expression.Not(var part) -> joined(NOT, expression, List.of(part), facts);
            case Expression.Derived(var fact) -> joined(fact.name(), expression, List.of(fact.expression()), facts);
            case Expression.Missing(var missing) -> leaf("missing " + missing, expression, facts);
            case Expression.Holds(var fact) -> leaf(fact.name(), expression, facts);
            case Expression.Compared(var fact, var comparison, var limit) ->
                leaf(fact + " " + comparison.sign() + " " + limit, expression, facts);
            case Expression.Chosen(var fact, var codes) ->
                leaf(fact + " in " + new TreeSet<>(codes), expression, facts);
            case Expression.Defaulted(var fact, var codes, var open) ->
                leaf(fact + " in " + new TreeSet<>(codes), expression, facts);
        };
    }

    /// The facts that it rests on where it is true: single conditions that hold, in the order of the
    /// content, and those of which the absence counts.
    public List<String> grounds() {
        if (truth != Truth.TRUE) {
            return List.of();
        }
        if (text.equals(NOT)) {
            return List.of(NOT + " " + parts.getFirst().text());
        }
        return parts.isEmpty()
                ? List.of(text)
                : parts.stream()
                        .flatMap(part -> part.grounds().stream())
                        .distinct()
                        .toList();
    }

    private static Explanation joined(String how, Expression whole, List<Expression> parts, Facts facts) {
        return new Explanation(
                how,
                whole.in(facts),
                parts.stream().map(part -> of(part, facts)).toList());
    }

    private static Explanation leaf(String text, Expression expression, Facts facts) {
        return new Explanation(text, expression.in(facts), List.of());
    }
}
