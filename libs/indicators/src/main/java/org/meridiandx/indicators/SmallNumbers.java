package org.meridiandx.indicators;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.meridiandx.indicators.IndicatorDefinition.Kind;

/// Hides numbers from 1 to 4, by which somebody could be recognised.
///
/// A part of a whole is hidden too where what it leaves of the whole is 1 to 4.
///
/// Where groups add up to a whole, a small group could be worked out from the others. So the small
/// ones are shown together as `other`, with as many larger ones as it takes until that is 5 or more.
final class SmallNumbers {
    static final String OTHER = "other";
    private static final int LEAST_SHOWN = 5;
    private static final int MOST_GROUPS = 500;

    private SmallNumbers() {}

    /// A count as it may be shown.
    record Shown(String group, Figure numerator, Figure denominator) {}

    static List<Shown> shown(Kind kind, List<IndicatorCount> counts) {
        if (counts.isEmpty()) {
            return List.of(new Shown("", figure(BigDecimal.ZERO), figure(BigDecimal.ZERO)));
        }
        return kind == Kind.PARTS
                ? parts(counts)
                : counts.stream().map(count -> shown(kind, count)).toList();
    }

    private static Shown shown(Kind kind, IndicatorCount count) {
        var denominator = figure(BigDecimal.valueOf(count.denominator()));
        return new Shown(count.group(), kind == Kind.SUM ? sum(count, denominator) : share(count), denominator);
    }

    private static Figure sum(IndicatorCount count, Figure denominator) {
        return denominator.isHidden() ? Figure.small(count.numerator()) : Figure.shown(count.numerator());
    }

    /// Who is not counted is as few as the rest of the whole says. Of 5 to 9, all that is told is that it is
    /// some and not all: two bounds together would tell more.
    private static Figure share(IndicatorCount count) {
        var whole = count.denominator();
        var rest = BigDecimal.valueOf(whole).subtract(count.numerator());
        if (count.numerator().signum() == 0 || !isSmall(count.numerator()) && !isSmall(rest)) {
            return Figure.shown(count.numerator());
        }
        if (whole >= LEAST_SHOWN && whole < 2 * LEAST_SHOWN) {
            return new Figure(count.numerator(), "<" + whole);
        }
        return isSmall(count.numerator())
                ? Figure.small(count.numerator())
                : new Figure(count.numerator(), ">" + (whole - LEAST_SHOWN));
    }

    private static List<Shown> parts(List<IndicatorCount> counts) {
        var rising = counts.stream()
                .filter(count -> count.numerator().signum() > 0)
                .sorted(Comparator.comparing(IndicatorCount::numerator))
                .toList();
        var other = 0L;
        var folded = 0;
        while (folded < rising.size() && isFolded(rising, folded, other)) {
            other += rising.get(folded++).numerator().longValueExact();
        }
        var whole = figure(BigDecimal.valueOf(counts.getFirst().denominator()));
        var shown = new ArrayList<Shown>();
        for (var i = rising.size() - 1; i >= folded; i--) {
            shown.add(new Shown(rising.get(i).group(), figure(rising.get(i).numerator()), whole));
        }
        if (other > 0) {
            shown.add(new Shown(OTHER, figure(BigDecimal.valueOf(other)), whole));
        }
        return List.copyOf(shown);
    }

    private static boolean isFolded(List<IndicatorCount> rising, int place, long other) {
        return rising.get(place).numerator().longValueExact() < LEAST_SHOWN
                || other > 0 && other < LEAST_SHOWN
                || rising.size() - place > MOST_GROUPS;
    }

    private static Figure figure(BigDecimal value) {
        return isSmall(value) ? Figure.small(value) : Figure.shown(value);
    }

    private static boolean isSmall(BigDecimal value) {
        return value.signum() > 0 && value.compareTo(BigDecimal.valueOf(LEAST_SHOWN)) < 0;
    }
}
