package org.meridiandx.fhir;

import java.time.Instant;
import java.time.ZoneOffset;

/// The form of times in HTTP headers, written by hand: every read answers with one, and a formatter costs ten times
/// as much.
///
/// **Source:** RFC 9110 section 5.6.7 (IMF-fixdate).
final class HttpDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private HttpDate() {}

    /// @param time of the years 1000 to 9999; parts of a second are left out
    static String of(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        var text = new StringBuilder(29);
        text.append(DAYS[utc.getDayOfWeek().ordinal()]).append(", ");
        two(text, utc.getDayOfMonth()).append(' ');
        text.append(MONTHS[utc.getMonthValue() - 1])
                .append(' ')
                .append(utc.getYear())
                .append(' ');
        two(text, utc.getHour()).append(':');
        two(text, utc.getMinute()).append(':');
        return two(text, utc.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
