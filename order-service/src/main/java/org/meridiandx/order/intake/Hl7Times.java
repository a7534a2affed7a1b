package org.meridiandx.order.intake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;

/// HL7 timestamps (TS, DTM) as FHIR dateTime, no more exact than they were sent. A time without a zone is
/// England's.
/// **Source:** HL7 v2.5.1 chapter 2A, DTM.
final class Hl7Times {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private static final int DAY = 8;
    private static final int MINUTE = 12;
    private static final int SECOND = 14;

    private Hl7Times() {}

    /// @return empty where the text is no timestamp
    static Optional<DateTimeType> of(String text) {
        try {
            return Optional.of(new DateTimeType(iso(text.strip())));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException bad) {
            return Optional.empty();
        }
    }

    /// The day, `YYYY-MM-DD`.
    static Optional<String> day(String text) {
        return of(text).map(time -> time.getValueAsString())
                .filter(iso -> iso.length() >= 10)
                .map(iso -> iso.substring(0, 10));
    }

    private static String iso(String text) {
        var zoneAt = Math.max(text.indexOf('+'), text.indexOf('-'));
        var digits = (zoneAt < 0 ? text : text.substring(0, zoneAt)).split("\\.", 2)[0];
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new DateTimeException("not a timestamp");
        }
        if (digits.length() < DAY) {
            return switch (digits.length()) {
                case 4 -> digits;
                case 6 ->
                    YearMonth.of(Integer.parseInt(digits.substring(0, 4)), Integer.parseInt(digits.substring(4)))
                            .toString();
                default -> throw new DateTimeException("not a timestamp");
            };
        }
        var day = LocalDate.parse(digits.substring(0, DAY), DateTimeFormatter.BASIC_ISO_DATE);
        if (digits.length() < MINUTE) {
            return day.toString();
        }
        var seconds = digits.length() < SECOND ? 0 : Integer.parseInt(digits.substring(MINUTE, SECOND));
        var time = LocalDateTime.of(
                day.getYear(),
                day.getMonth(),
                day.getDayOfMonth(),
                Integer.parseInt(digits.substring(DAY, 10)),
                Integer.parseInt(digits.substring(10, MINUTE)),
                seconds);
        var zone = zoneAt < 0 ? ENGLAND.getRules().getOffset(time) : ZoneOffset.of(text.substring(zoneAt));
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(zone));
    }
}
