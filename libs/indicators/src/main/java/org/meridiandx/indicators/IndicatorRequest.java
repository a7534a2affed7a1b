package org.meridiandx.indicators;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What a caller asks of a service's indicators, once it is read and allowed.
///
/// @param organisation ODS code; empty for the whole region
/// @param name of one indicator; empty for all
record IndicatorRequest(Optional<String> organisation, Indicator.Period period, Optional<String> name) {
    static final int MOST_DAYS = 366;
    private static final int USUAL_DAYS = 30;
    private static final ZoneId HERE = ZoneId.of("Europe/London");
    private static final Set<String> PARAMETERS = Set.of("organisation", "from", "to", "name");
    private static final Set<String> REGIONAL_ROLES = Set.of("operator", "loader");
    private static final Pattern ODS_CODE = Pattern.compile("[A-Z0-9]{3,10}");
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2200, 12, 31);

    /// Reads the query; a regional caller who names no organisation asks for the whole region.
    ///
    /// @throws ProblemException 400 for a query that cannot be answered, 403 for another's numbers
    static IndicatorRequest of(MultivaluedMap<String, String> query, Caller caller, Clock clock) {
        var asked = single(query);
        return new IndicatorRequest(
                organisation(Optional.ofNullable(asked.get("organisation")), caller),
                period(asked, LocalDate.now(clock.withZone(HERE))),
                Optional.ofNullable(asked.get("name")));
    }

    IndicatorQuestion question() {
        return new IndicatorQuestion(
                organisation,
                period.from().atStartOfDay(HERE).toInstant(),
                period.to().plusDays(1).atStartOfDay(HERE).toInstant());
    }

    private static Map<String, String> single(MultivaluedMap<String, String> query) {
        var asked = new TreeMap<String, String>();
        query.forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                throw bad("There is no such parameter. Use organisation, from, to and name.", "query");
            }
            if (values.size() != 1 || values.getFirst().isBlank()) {
                throw bad("Give " + name + " once, with a value.", name);
            }
            asked.put(name, values.getFirst());
        });
        return asked;
    }

    private static Optional<String> organisation(Optional<String> asked, Caller caller) {
        if (asked.isPresent() && !ODS_CODE.matcher(asked.get()).matches()) {
            throw bad("This is not an ODS code: 3 to 10 capital letters and digits.", "organisation");
        }
        if (caller.region().isEmpty() && REGIONAL_ROLES.contains(caller.role())) {
            return asked;
        }
        var isOwn = asked.isEmpty() || asked.get().equals(caller.organisation());
        if (!isOwn || caller.organisation().isEmpty() || caller.region().isPresent()) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED,
                    "The numbers of an organisation are for itself and for the region's operators.",
                    "organisation");
        }
        return Optional.of(caller.organisation());
    }

    private static Indicator.Period period(Map<String, String> asked, LocalDate today) {
        var to = day(asked, "to").orElse(today);
        var from = day(asked, "from").orElse(to.minusDays(USUAL_DAYS - 1));
        var days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MOST_DAYS) {
            throw bad(
                    "The period has 1 to " + MOST_DAYS + " days, from and to counted in. Ask for parts of it.", "from");
        }
        return new Indicator.Period(from, to);
    }

    private static Optional<LocalDate> day(Map<String, String> asked, String name) {
        try {
            return Optional.ofNullable(asked.get(name)).map(LocalDate::parse).map(day -> plausible(day, name));
        } catch (DateTimeException bad) {
            throw bad("This is not a day: " + name + " takes YYYY-MM-DD.", name);
        }
    }

    private static LocalDate plausible(LocalDate day, String name) {
        if (day.isBefore(FIRST) || day.isAfter(LAST)) {
            throw bad(name + " lies in the years 1900 to 2200.", name);
        }
        return day;
    }

    private static ProblemException bad(String detail, String place) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail, place);
    }
}
