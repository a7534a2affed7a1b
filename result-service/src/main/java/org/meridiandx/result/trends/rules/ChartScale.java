package org.meridiandx.result.trends.rules;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where on the paper a time and a value stand.
///
/// @param from time at the left edge
/// @param until time at the right edge
/// @param low value at the bottom
/// @param high value at the top
record ChartScale(Instant from, Instant until, double low, double high) {
    static final int WIDTH = 640;
    static final int HEIGHT = 320;
    static final int LEFT = 64;
    static final int RIGHT = 616;
    static final int TOP = 40;
    static final int BOTTOM = 264;

    static ChartScale of(Series series) {
        var values = series.points().stream()
                .flatMap(point -> Stream.of(
                                Optional.of(point.value()),
                                point.range().low(),
                                point.range().high())
                        .flatMap(Optional::stream))
                .mapToDouble(BigDecimal::doubleValue)
                .summaryStatistics();
        var room = values.getMax() > values.getMin() ? (values.getMax() - values.getMin()) * 0.1 : 1;
        return new ChartScale(
                series.points().getFirst().sent().at().toInstant(),
                series.points().getLast().sent().at().toInstant(),
                values.getMin() - room,
                values.getMax() + room);
    }

    /// A single time stands in the middle.
    String x(Instant at) {
        var whole = (double) (until.getEpochSecond() - from.getEpochSecond());
        var part = whole == 0 ? 0.5 : (at.getEpochSecond() - from.getEpochSecond()) / whole;
        return number(LEFT + part * (RIGHT - LEFT));
    }

    String y(double value) {
        return number(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
