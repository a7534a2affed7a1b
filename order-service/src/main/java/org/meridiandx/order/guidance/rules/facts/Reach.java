package org.meridiandx.order.guidance.rules.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Whether a condition can hold for anybody at all, together with those that have to hold before it is looked at.
public final class Reach {
    private final List<Expression> before;

    public Reach(Expression... before) {
        this.before = List.of(before);
    }

    public boolean canHold(Expression condition) {
        var goals = new ArrayList<Goal>();
        before.forEach(each -> goals.add(new Goal(each, true)));
        goals.add(new Goal(condition, true));
        return isSolvable(goals, new HashMap<>());
    }

    /// @param wanted true where it has to hold, false where it must not
    private record Goal(Expression expression, boolean wanted) {}

    /// Depth first: of what can be had in several ways each is tried.
    private static boolean isSolvable(List<Goal> goals, Map<Fact, PossibleValues> so) {
        if (goals.isEmpty()) {
            return true;
        }
        var goal = goals.getFirst();
        var rest = goals.subList(1, goals.size());
        return switch (goal.expression()) {
            case Expression.All(var parts) ->
                some(parts, goal.wanted() ? parts.size() : 1, goal.wanted(), new Search(rest, so));
            case Expression.Any(var parts) ->
                some(parts, goal.wanted() ? 1 : parts.size(), goal.wanted(), new Search(rest, so));
            case Expression.AtLeast(var number, var parts) ->
                some(parts, goal.wanted() ? number : parts.size() - number + 1, goal.wanted(), new Search(rest, so));
            case Expression.Not(var part) -> isSolvable(with(rest, List.of(new Goal(part, !goal.wanted()))), so);
            case Expression.Derived(var fact) ->
                isSolvable(with(rest, List.of(new Goal(fact.expression(), goal.wanted()))), so);
            case Expression.Missing(var facts) -> missing(facts, goal.wanted(), new Search(rest, so));
            case Expression.Holds(var fact) -> new Search(rest, so).given(fact, values -> values.flag(goal.wanted()));
            case Expression.Compared compared ->
                new Search(rest, so).given(compared.fact(), values -> values.number(compared, goal.wanted()));
            case Expression.Chosen(var fact, var codes) ->
                new Search(rest, so).given(fact, values -> values.choice(codes, goal.wanted()));
            case Expression.Defaulted(var fact, var codes, var open) ->
                new Search(rest, so).given(fact, values -> values.choice(codes, goal.wanted()));
        };
    }

    /// So many of the parts as wanted, in every way.
    private static boolean some(List<Expression> parts, int number, boolean wanted, Search search) {
        if (number == 0) {
            return isSolvable(search.rest(), search.so());
        }
        if (number > parts.size()) {
            return false;
        }
        var tail = parts.subList(1, parts.size());
        var more = new ArrayList<Goal>();
        more.add(new Goal(parts.getFirst(), wanted));
        if (number > 1) {
            more.add(new Goal(new Expression.AtLeast(number - 1, wanted ? tail : negated(tail)), true));
        }
        return isSolvable(with(search.rest(), more), search.so()) || some(tail, number, wanted, search);
    }

    private static List<Expression> negated(List<Expression> parts) {
        return parts.stream().<Expression>map(Expression.Not::new).toList();
    }

    private static boolean missing(List<Fact> facts, boolean wanted, Search search) {
        if (wanted) {
            return facts.stream().anyMatch(fact -> search.given(fact, PossibleValues::none));
        }
        var all = new HashMap<>(search.so());
        for (var fact : facts) {
            var values = all.getOrDefault(fact, PossibleValues.ANY).some();
            if (values.isEmpty()) {
                return false;
            }
            all.put(fact, values);
        }
        return isSolvable(search.rest(), all);
    }

    private static List<Goal> with(List<Goal> rest, List<Goal> more) {
        var goals = new ArrayList<>(more);
        goals.addAll(rest);
        return goals;
    }

    /// What is still to be had, and what the facts may still be.
    private record Search(List<Goal> rest, Map<Fact, PossibleValues> so) {
        boolean given(Fact fact, UnaryOperator<PossibleValues> narrower) {
            var values = narrower.apply(so.getOrDefault(fact, PossibleValues.ANY));
            if (values.isEmpty()) {
                return false;
            }
            var narrowed = new HashMap<>(so);
            narrowed.put(fact, values);
            return isSolvable(rest, narrowed);
        }
    }
}
