package org.meridiandx.result.record.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// From when until when, in days as they were written.
///
/// @param first the first day that it can mean; null where nothing is said: always
/// @param last the last day; null where nothing is said: it goes on
/// @param isOneDay whether the beginning is a day, and not a year or a month
public record Span(@Nullable LocalDate first, @Nullable LocalDate last, boolean isOneDay) {
    public static final Span UNKNOWN = new Span(null, null, false);
    private static final int YEAR = 4;
    private static final int MONTH = 7;
    private static final int DAY = 10;

    /// @param start FHIR date or dateTime; what is none counts as not said
    /// @param end the same
    public static Span of(String start, String end) {
        return new Span(firstDay(start), lastDay(end), start.length() >= DAY);
    }

    public boolean overlaps(Span other) {
        return !isAfter(first, other.last) && !isAfter(other.first, last);
    }

    public boolean isSameDay(Span other) {
        return isOneDay && other.isOneDay && first != null && first.equals(other.first);
    }

    private static boolean isAfter(@Nullable LocalDate first, @Nullable LocalDate last) {
        return first != null && last != null && first.isAfter(last);
    }

    private static @Nullable LocalDate firstDay(String date) {
        try {
            return switch (date.length()) {
                case YEAR -> LocalDate.of(Integer.parseInt(date), 1, 1);
                case MONTH -> YearMonth.parse(date).atDay(1);
                default -> date.length() >= DAY ? LocalDate.parse(date.substring(0, DAY)) : null;
            };
        } catch (DateTimeException | NumberFormatException notADate) {
            return null;
        }
    }

    private static @Nullable LocalDate lastDay(String date) {
        var first = firstDay(date);
        return first == null
                ? null
                : switch (date.length()) {
                    case YEAR -> first.plusYears(1).minusDays(1);
                    case MONTH -> first.plusMonths(1).minusDays(1);
                    default -> first;
                };
    }
}
