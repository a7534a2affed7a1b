package org.meridiandx.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A date parameter's value: a prefix and the span of time that a partial date means.
///
/// A date without a zone is a day in England. **Source:** FHIR R4 search, date.
///
/// @param prefix `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `sa` or `eb`
/// @param from start of the span, included
/// @param until end of the span, excluded
record SearchDate(String prefix, OffsetDateTime from, OffsetDateTime until) {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");

    static SearchDate parse(String name, String text) {
        var hasPrefix = text.length() > 2 && Character.isLetter(text.charAt(0));
        var prefix = hasPrefix ? text.substring(0, 2) : "eq";
        var value = hasPrefix ? text.substring(2) : text;
        try {
            return switch (prefix) {
                case "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb" -> span(prefix, value);
                default -> throw new DateTimeException(prefix);
            };
        } catch (DateTimeException bad) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    name + " takes a date such as 2026-11-21, ge2026-01-01 or lt2026-11-21T10:00:00Z.",
                    name);
        }
    }

    private static SearchDate span(String prefix, String value) {
        return switch (value.length()) {
            case 4 ->
                days(
                        prefix,
                        Year.parse(value).atDay(1),
                        Year.parse(value).plusYears(1).atDay(1));
            case 7 ->
                days(
                        prefix,
                        YearMonth.parse(value).atDay(1),
                        YearMonth.parse(value).plusMonths(1).atDay(1));
            case 10 ->
                days(prefix, LocalDate.parse(value), LocalDate.parse(value).plusDays(1));
            default -> instant(prefix, OffsetDateTime.parse(value.replace(' ', '+')));
        };
    }

    private static SearchDate days(String prefix, LocalDate first, LocalDate next) {
        return new SearchDate(
                prefix,
                first.atStartOfDay(ENGLAND).toOffsetDateTime(),
                next.atStartOfDay(ENGLAND).toOffsetDateTime());
    }

    private static SearchDate instant(String prefix, OffsetDateTime at) {
        var utc = at.withOffsetSameInstant(ZoneOffset.UTC);
        return new SearchDate(prefix, utc, utc.plusNanos(utc.getNano() == 0 ? 1_000_000_000L : 1_000_000L));
    }

    LocalDate firstDay() {
        return from.atZoneSameInstant(ENGLAND).toLocalDate();
    }

    LocalDate dayAfter() {
        return until.atZoneSameInstant(ENGLAND).toLocalDate();
    }
}
