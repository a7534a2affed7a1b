package org.meridiandx.result.trends.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meridiandx.result.trends.rules.Measured.Range;
import org.meridiandx.result.units.Analytes;

/// Values of one analyte from all laboratories, oldest first, in one unit.
///
/// What nobody knows how to turn into that unit stands apart and is never drawn among the others.
///
/// **Hazard:** values of different units in one line, which look like a rise or a fall that there was not.
///
/// @param unit UCUM code; empty where the values have none
/// @param points in that unit
/// @param apart as they were sent
public record Series(String unit, List<Point> points, List<Measured> apart) {
    /// Digits that a converted value is shown with: no more than a measurement has.
    private static final MathContext SHOWN = new MathContext(4);

    public Series {
        points = List.copyOf(points);
        apart = List.copyOf(apart);
    }

    /// A value in the unit of its series.
    ///
    /// @param sent as its laboratory sent it
    /// @param value as it was sent where the unit is the same; else converted, to four digits
    public record Point(Measured sent, BigDecimal value, Range range, boolean isConverted) {}

    /// @param asked the unit that is wanted; where it is empty, that of the latest value
    public static Series of(List<Measured> values, String asked) {
        var inOrder = values.stream()
                .sorted(Comparator.comparing(Measured::at).thenComparing(Measured::id))
                .toList();
        var unit = asked.isEmpty() && !inOrder.isEmpty() ? inOrder.getLast().unit() : asked;
        var points = new ArrayList<Point>();
        var apart = new ArrayList<Measured>();
        for (var sent : inOrder) {
            pointOf(sent, unit).ifPresentOrElse(points::add, () -> apart.add(sent));
        }
        return new Series(unit, points, apart);
    }

    private static Optional<Point> pointOf(Measured sent, String unit) {
        if (sent.unit().equals(unit)) {
            return Optional.of(new Point(sent, sent.value(), sent.range(), false));
        }
        return converted(sent, sent.value(), unit)
                .map(value -> new Point(
                        sent,
                        value,
                        new Range(
                                sent.range().low().flatMap(low -> converted(sent, low, unit)),
                                sent.range().high().flatMap(high -> converted(sent, high, unit))),
                        true));
    }

    private static Optional<BigDecimal> converted(Measured sent, BigDecimal value, String unit) {
        return Analytes.convert(sent.code(), value, sent.unit(), unit)
                .map(found ->
                        new BigDecimal(found.round(SHOWN).stripTrailingZeros().toPlainString()));
    }

    /// The reference ranges, laboratory by laboratory, the latest of each first.
    public Map<String, List<Range>> rangesBySource() {
        var bySource = new TreeMap<String, List<Range>>();
        for (var point : points.reversed()) {
            if (!point.range().equals(Range.NONE)) {
                var ranges = bySource.computeIfAbsent(point.sent().source(), source -> new ArrayList<>());
                if (ranges.stream().noneMatch(range -> isSame(range, point.range()))) {
                    ranges.add(point.range());
                }
            }
        }
        return new LinkedHashMap<>(bySource);
    }

    private static boolean isSame(Range one, Range other) {
        return isSame(one.low(), other.low()) && isSame(one.high(), other.high());
    }

    private static boolean isSame(Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return one.isEmpty() && other.isEmpty()
                || one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
    }
}
