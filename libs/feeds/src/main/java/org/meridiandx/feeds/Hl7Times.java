package org.meridiandx.feeds;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// HL7 times become FHIR dateTimes of the same precision; what FHIR asks for below the hour is
/// zero. A time without a zone is one in England.
///
/// **Source:** HL7 v2.5.1 chapter 2A, DTM: `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]`.
public final class Hl7Times {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private static final Pattern DTM = Pattern.compile("(\\d{4,14})(\\.\\d{1,9})?([+-]\\d{2}:?\\d{2})?");
    private static final Pattern TIME =
            Pattern.compile("(\\d{2})(\\d{2})?(\\d{2})?(\\.\\d{1,9})?([+-]\\d{2}:?\\d{2})?");
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

    private static final int DAY_LENGTH = 10;

    private Hl7Times() {}

    /// @return a FHIR dateTime of the same precision; empty where the text is no time
    public static Optional<String> dateTime(String text) {
        var match = DTM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var digits = match.group(1);
        var zone = match.group(3);
        try {
            return Optional.ofNullable(
                    switch (digits.length()) {
                        case 4 -> Year.parse(digits).toString();
                        case 6 ->
                            YearMonth.of(part(digits, 0, 4), part(digits, 4, 6)).toString();
                        case 8 -> dayOf(digits).toString();
                        case 10, 12, 14 -> format(moment(digits, zone == null ? "" : zone));
                        default -> null;
                    });
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /// @return a FHIR instant; empty where the text is not precise to the minute at least
    public static Optional<String> instant(String text) {
        return dateTime(text).filter(time -> time.length() > DAY_LENGTH);
    }

    /// @return YYYY-MM-DD; empty where the text has no day
    public static Optional<String> day(String text) {
        var digits = text.strip();
        return digits.length() < 8 ? Optional.empty() : dateTime(digits.substring(0, 8));
    }

    /// @return a FHIR date: the day where the text has one, else the month or year; empty where it
    /// is no date
    public static Optional<String> date(String text) {
        return day(text).or(() -> dateTime(text).filter(time -> time.length() < DAY_LENGTH));
    }

    /// TM: @return a FHIR time
    public static Optional<String> time(String text) {
        var match = TIME.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            var minute = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
            var second = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
            return Optional.of(LocalTime.of(Integer.parseInt(match.group(1)), minute, second)
                    .format(DateTimeFormatter.ISO_LOCAL_TIME));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private static OffsetDateTime moment(String digits, String zone) {
        var minute = digits.length() >= 12 ? part(digits, 10, 12) : 0;
        var second = digits.length() == 14 ? part(digits, 12, 14) : 0;
        var local = LocalDateTime.of(dayOf(digits), LocalTime.of(part(digits, 8, 10), minute, second));
        return zone.isEmpty() ? local.atZone(ENGLAND).toOffsetDateTime() : local.atOffset(ZoneOffset.of(zone));
    }

    private static LocalDate dayOf(String digits) {
        return LocalDate.of(part(digits, 0, 4), part(digits, 4, 6), part(digits, 6, 8));
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }

    private static String format(OffsetDateTime moment) {
        return INSTANT.format(moment).replace("Z", "+00:00");
    }
}
