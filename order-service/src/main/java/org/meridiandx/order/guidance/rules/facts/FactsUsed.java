package org.meridiandx.order.guidance.rules.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The facts that a condition speaks of, derived ones taken apart.
public final class FactsUsed {
    private final Set<Fact> facts = new LinkedHashSet<>();

    private FactsUsed() {}

    /// @return in the order in which they are spoken of
    public static Set<Fact> in(Expression expression) {
        var used = new FactsUsed();
        used.add(expression);
        return used.facts;
    }

    private void add(Expression expression) {
        switch (expression) {
            case Expression.All(var parts) -> addAll(parts);
            case Expression.Any(var parts) -> addAll(parts);
            case Expression.AtLeast(var number, var parts) -> addAll(parts);
            case Expression.Not(var part) -> add(part);
            case Expression.Derived(var fact) -> add(fact.expression());
            case Expression.Missing(var missing) -> facts.addAll(missing);
            case Expression.Holds(var fact) -> facts.add(fact);
            case Expression.Compared(var fact, var comparison, var limit) -> facts.add(fact);
            case Expression.Chosen(var fact, var codes) -> facts.add(fact);
            case Expression.Defaulted(var fact, var codes, var open) -> facts.add(fact);
        }
    }

    private void addAll(List<Expression> parts) {
        parts.forEach(this::add);
    }
}
