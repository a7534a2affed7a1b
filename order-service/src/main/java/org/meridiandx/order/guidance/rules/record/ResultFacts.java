package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;

/// Facts out of results. Of each fact the latest result counts: where that cannot be used, no older
/// one takes its place; but one that is dated ahead is none.
final class ResultFacts {
    static final String SOURCE = "results";
    private static final BigDecimal DAYS_OF_A_MONTH = new BigDecimal("30.44");

    private final ResultSources sources;
    private final List<PriorResult> results;
    private final Instant now;

    ResultFacts(ResultSources sources, List<PriorResult> results, Instant now) {
        this.sources = sources;
        this.results = results;
        this.now = now;
    }

    FoundFacts addTo(FoundFacts found) {
        var more = found;
        for (var source : sources.numbers()) {
            more = number(withAhead(more, source.fact(), source.codes().any()), source);
        }
        for (var source : sources.flags()) {
            more = flag(withAhead(more, source.fact(), source.codes().any()), source);
        }
        for (var source : sources.choices()) {
            more = choice(withAhead(more, source.fact(), source.codes()), source);
        }
        return more;
    }

    private FoundFacts withAhead(FoundFacts found, Fact fact, Set<String> codes) {
        return PriorResult.ahead(results, codes, now)
                .map(result -> found.with(FoundFacts.Unchecked.ahead(fact.name(), result)))
                .orElse(found);
    }

    private FoundFacts number(FoundFacts found, ResultSources.NumberSource source) {
        var latest = valid(source.codes().any(), source.codes().validFor());
        if (latest.isEmpty()) {
            return found;
        }
        var result = latest.get();
        var factor = source.units().get(result.measured().unit());
        var number = result.measured().number();
        if (number.isEmpty() || factor == null) {
            return found.with(notUsed(source.fact(), result, "has no number in a unit that is understood"));
        }
        var value = number.get().multiply(factor);
        if (!isCertain(result.measured().comparator(), value, source)) {
            return found.with(notUsed(source.fact(), result, "is told as a bound only, which does not decide"));
        }
        var origin = origin(result);
        var with = found.with(source.fact(), new FactValue.Amount(value), origin);
        return source.monthsAgo()
                .map(months -> with.with(months, new FactValue.Amount(monthsOf(result)), origin))
                .orElse(with);
    }

    /// "Below x" may stand for x only where no rule tells the values below x apart.
    private static boolean isCertain(String comparator, BigDecimal value, ResultSources.NumberSource source) {
        return switch (comparator) {
            case "" -> true;
            case "<", "<=" -> value.compareTo(source.lowest()) < 0;
            case ">", ">=" -> value.compareTo(source.highest()) > 0;
            default -> false;
        };
    }

    private FoundFacts flag(FoundFacts found, ResultSources.FlagSource source) {
        var latest = valid(source.codes().any(), source.codes().validFor());
        if (latest.isEmpty()) {
            return found;
        }
        var result = latest.get();
        var said = result.measured().interpretation();
        if (source.is().contains(said) || source.isNot().contains(said)) {
            return found.with(source.fact(), new FactValue.Flag(source.is().contains(said)), origin(result));
        }
        return found.with(notUsed(source.fact(), result, "comes without what the laboratory thinks of it"));
    }

    private FoundFacts choice(FoundFacts found, ResultSources.ChoiceSource source) {
        var latest = PriorResult.latest(results, source.codes(), now);
        if (latest.isEmpty()) {
            return found;
        }
        var result = latest.get();
        var meanings = source.meaningsOf(result);
        if (meanings.size() != 1) {
            var reason = meanings.isEmpty() ? "says nothing that is understood" : "says two things at once";
            return found.with(notUsed(source.fact(), result, reason));
        }
        var meaning = meanings.getFirst();
        return age(result).compareTo(meaning.validFor()) <= 0
                ? found.with(source.fact(), new FactValue.Choice(meaning.choice()), origin(result))
                : found;
    }

    private Optional<PriorResult> valid(Set<String> codes, Duration validFor) {
        return PriorResult.latest(results, codes, now)
                .filter(result -> age(result).compareTo(validFor) <= 0);
    }

    private Duration age(PriorResult result) {
        return Duration.between(result.at().orElse(now), now);
    }

    private BigDecimal monthsOf(PriorResult result) {
        return BigDecimal.valueOf(Math.max(0, age(result).toDays())).divide(DAYS_OF_A_MONTH, 2, RoundingMode.DOWN);
    }

    private Origin origin(PriorResult result) {
        var comparator = result.measured().comparator();
        return new Origin(
                "Observation",
                List.of(result.id()),
                result.at(),
                Optional.of(age(result)),
                result.organisation(),
                comparator.isEmpty() ? "" : "told as a bound: " + comparator);
    }

    private static FoundFacts.Unchecked notUsed(Fact fact, PriorResult result, String reason) {
        return FoundFacts.Unchecked.result(fact.name(), result, reason);
    }
}
