package org.meridiandx.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The span of time that a FHIR date, dateTime or instant means: a whole year, month, day, second
/// or millisecond.
///
/// A date without a zone is a day in England. **Source:** FHIR R4 datatypes (date, dateTime),
/// search (date).
///
/// @param from start of the span, included
/// @param until end of the span, excluded
record DateSpan(OffsetDateTime from, OffsetDateTime until) {
    static final ZoneId ENGLAND = ZoneId.of("Europe/London");

    /// @throws DateTimeException when it is none of `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a time with
    /// its zone
    static DateSpan parse(String text) {
        return switch (text.length()) {
            case 4 ->
                days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
            case 7 ->
                days(
                        YearMonth.parse(text).atDay(1),
                        YearMonth.parse(text).plusMonths(1).atDay(1));
            case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
            default -> instant(OffsetDateTime.parse(text));
        };
    }

    private static DateSpan days(LocalDate first, LocalDate next) {
        return new DateSpan(
                first.atStartOfDay(ENGLAND).toOffsetDateTime(),
                next.atStartOfDay(ENGLAND).toOffsetDateTime());
    }

    private static DateSpan instant(OffsetDateTime at) {
        var utc = at.withOffsetSameInstant(ZoneOffset.UTC);
        return new DateSpan(utc, utc.plusNanos(utc.getNano() == 0 ? 1_000_000_000L : 1_000_000L));
    }

    LocalDate firstDay() {
        return from.atZoneSameInstant(ENGLAND).toLocalDate();
    }

    LocalDate dayAfter() {
        return until.atZoneSameInstant(ENGLAND).toLocalDate();
    }
}
