package org.meridiandx.fhir;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// Whether the dates of a record can be true.
///
/// A birth in the year 0000, an order for 9999, a period that ends before it begins: each is a slip
/// of a key or a filler, and once stored it sorts, matches and expires wrongly for ever.
///
/// All take a date as FHIR writes it (`2026`, `2026-11`, `2026-11-21`, `2026-11-21T10:00:00Z`);
/// absence is plausible. A refusal names the place and the rule, never the value, which may be
/// a patient's.
public final class PlausibleDates {
    static final int FIRST_YEAR = 1850;
    static final int LAST_YEAR = 2200;

    private PlausibleDates() {}

    /// A birth or a death: from 1850 to today in England. Of a partial date its first day counts.
    ///
    /// @param place where it stands, as `Patient.birthDate`
    /// @return what is wrong, empty when nothing is
    public static Optional<Problem> birthDate(@Nullable String date, Clock clock, String place) {
        var today = LocalDate.now(clock.withZone(DateSpan.ENGLAND));
        return check(date, place, day -> day.getYear() < FIRST_YEAR || day.isAfter(today), "from 1850 to today");
    }

    /// Anything that happened or is planned: the years 1850 to 2200.
    ///
    /// @param place where it stands, as `ServiceRequest.occurrenceDateTime`
    /// @return what is wrong, empty when nothing is
    public static Optional<Problem> occurrence(@Nullable String date, String place) {
        return check(
                date,
                place,
                day -> day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR,
                "in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }

    /// Both ends as [#occurrence], and the end not before the start. The same day is not before,
    /// nor is `2026` before `2026-05`.
    ///
    /// @param place where the period stands, as `ServiceRequest.occurrencePeriod`
    /// @return what is wrong, empty when nothing is
    public static List<Problem> period(@Nullable String start, @Nullable String end, String place) {
        var problems = new ArrayList<Problem>();
        occurrence(start, place + ".start").ifPresent(problems::add);
        occurrence(end, place + ".end").ifPresent(problems::add);
        if (problems.isEmpty() && start != null && end != null && isBefore(end, start)) {
            problems.add(Problem.of(
                    ProblemCode.INVALID_VALUE, place + " ends before it starts: correct one of the two.", place));
        }
        return List.copyOf(problems);
    }

    private static boolean isBefore(String end, String start) {
        return !DateSpan.parse(end).until().isAfter(DateSpan.parse(start).from());
    }

    private static Optional<Problem> check(
            @Nullable String date, String place, Predicate<LocalDate> isWrong, String rule) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            return isWrong.test(DateSpan.parse(date).firstDay())
                    ? Optional.of(Problem.of(ProblemCode.INVALID_VALUE, place + " must be a date " + rule + ".", place))
                    : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.of(Problem.of(
                    ProblemCode.INVALID_VALUE,
                    place + " is YYYY, YYYY-MM, YYYY-MM-DD or a time with its zone, and a day of the calendar.",
                    place));
        }
    }
}
