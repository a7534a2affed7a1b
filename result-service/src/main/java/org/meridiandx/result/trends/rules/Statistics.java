package org.meridiandx.result.trends.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Statistics of a series, by the codes of FHIR.
///
/// A limit such as `<5` is no value, and what stands apart is in another unit: both count in `total-count` only.
///
/// **Source:** FHIR R4 Observation `$stats`, http://terminology.hl7.org/CodeSystem/observation-statistics.
public enum Statistics {
    AVERAGE("average"),
    COUNT("count"),
    MAXIMUM("maximum"),
    MEDIAN("median"),
    MINIMUM("minimum"),
    STD_DEV("std-dev"),
    TOTAL_COUNT("total-count");

    /// Digits of what is computed: more than a measurement has.
    private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private final String code;

    Statistics(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<Statistics> named(String code) {
        return List.of(values()).stream().filter(one -> one.code.equals(code)).findFirst();
    }

    /// Whether it has no unit.
    public boolean isNumberOfValues() {
        return this == COUNT || this == TOTAL_COUNT;
    }

    /// @return empty where there are too few values for it
    public Optional<BigDecimal> of(Series series) {
        var values = series.points().stream()
                .filter(point -> point.sent().comparator().isEmpty())
                .map(Series.Point::value)
                .sorted()
                .toList();
        return switch (this) {
            case COUNT -> Optional.of(BigDecimal.valueOf(values.size()));
            case TOTAL_COUNT ->
                Optional.of(BigDecimal.valueOf(
                        (long) series.points().size() + series.apart().size()));
            case AVERAGE ->
                values.isEmpty()
                        ? Optional.empty()
                        : Optional.of(average(values).round(DIGITS));
            case MINIMUM -> values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
            case MAXIMUM -> values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
            case MEDIAN ->
                values.isEmpty() ? Optional.empty() : Optional.of(median(values).round(DIGITS));
            case STD_DEV ->
                values.size() < 2
                        ? Optional.empty()
                        : Optional.of(deviation(values).round(DIGITS));
        };
    }

    private static BigDecimal average(List<BigDecimal> values) {
        var sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128);
    }

    private static BigDecimal median(List<BigDecimal> sorted) {
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).add(sorted.get(middle)).divide(BigDecimal.TWO, MathContext.DECIMAL128);
    }

    /// Of a sample: divided by one less than there are.
    private static BigDecimal deviation(List<BigDecimal> values) {
        var average = average(values);
        var squares =
                values.stream().map(value -> value.subtract(average).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
        return squares.divide(BigDecimal.valueOf(values.size() - 1L), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL64);
    }
}
