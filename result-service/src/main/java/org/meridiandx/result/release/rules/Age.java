package org.meridiandx.result.release.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// Who is a child here.
///
/// **Source:** Family Law Reform Act 1969, section 8: from 16 on somebody consents for themself.
public final class Age {
    private static final int ADULT_FROM = 16;
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private Age() {}

    /// Whether somebody is under 16 at a time, or may be: nobody knows when they were born.
    public static boolean mayBeChild(Optional<LocalDate> birthDate, Instant at) {
        return birthDate
                .map(day -> at.isBefore(
                        day.plusYears(ADULT_FROM).atStartOfDay(LONDON).toInstant()))
                .orElse(true);
    }
}
