package org.meridiandx.order.catalogue.rules;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses who performs a test, and on which day: who does it, is open, has room, is near, comes first.
///
/// An urgent request needs one that is open at the time, and a full day does not put it off. Any
/// other one goes to the first day on which somebody is open and has room, at most [#HORIZON_DAYS]
/// on. Where nobody is, the rest of the rule still finds somebody, and the reason says so: a request
/// is never left without a performer because of full days.
public final class RoutingRule {
    /// How far ahead a free day is looked for. **Source:** NHS England, diagnostics waiting times
    /// (DM01): six weeks.
    public static final int HORIZON_DAYS = 42;

    private RoutingRule() {}

    /// What a request says that a choice depends on.
    ///
    /// @param requester ODS code of the organisation that asks
    /// @param wish ODS code of the place that the patient chose; empty where they chose none
    /// @param time when it is to be done, else now; local time
    public record Wanted(String requester, String wish, LocalDateTime time, boolean isUrgent) {
        LocalDate day() {
            return time.toLocalDate();
        }
    }

    /// Who, for which day, and why in a sentence that people read.
    public record Choice(String ods, LocalDate day, String reason) {}

    /// @param taken for the days from the wanted one on
    /// @return empty where nobody does the test
    public static Optional<Choice> choose(CatalogueTest test, Wanted wanted, TakenPlaces taken) {
        var candidates = test.performers();
        var wished = candidates.stream()
                .filter(performer -> performer.ods().equals(wanted.wish()))
                .findFirst();
        if (wished.isPresent()) {
            var day = dayOf(wished.get(), wanted, taken);
            return Optional.of(new Choice(wished.get().ods(), day, "The place that the patient chose."));
        }
        return candidates.stream()
                .min(order(wanted, taken))
                .map(best -> new Choice(best.ods(), dayOf(best, wanted, taken), reason(test, best, wanted, taken)));
    }

    /// The first free place of those whose room is known; who has no limit in the catalogue
    /// promises none.
    ///
    /// @param taken for the days from the wanted one on
    /// @return empty where none is known to be free in [#HORIZON_DAYS] days
    public static Optional<TakenPlaces.Place> nearest(CatalogueTest test, Wanted wanted, TakenPlaces taken) {
        return test.performers().stream()
                .filter(performer -> performer.capacityPerDay().isPresent())
                .filter(performer -> free(performer, wanted.time(), taken).isPresent())
                .min(order(wanted, taken))
                .flatMap(best -> free(best, wanted.time(), taken).map(day -> new TakenPlaces.Place(best.ods(), day)));
    }

    /// The first day on which a performer is open, on the first one from a time on, and has room.
    private static Optional<LocalDate> free(Performer performer, LocalDateTime from, TakenPlaces taken) {
        var first = from.toLocalDate();
        return first.datesUntil(first.plusDays(HORIZON_DAYS))
                .filter(day -> day.equals(first) ? performer.isOpenFrom(from) : performer.isOpenOn(day.getDayOfWeek()))
                .filter(day -> taken.isRoom(performer, day))
                .findFirst();
    }

    private static LocalDate dayOf(Performer performer, Wanted wanted, TakenPlaces taken) {
        return wanted.isUrgent()
                ? wanted.day()
                : free(performer, wanted.time(), taken).orElse(wanted.day());
    }

    private static Comparator<Performer> order(Wanted wanted, TakenPlaces taken) {
        var byDay = Comparator.<Performer, LocalDate>comparing(performer -> wanted.isUrgent()
                ? wanted.day()
                : free(performer, wanted.time(), taken).orElse(LocalDate.MAX));
        return byDay.thenComparing(performer -> !isOpen(performer, wanted))
                .thenComparing(performer -> !taken.isRoom(performer, wanted.day()))
                .thenComparing(performer -> !isNear(performer, wanted))
                .thenComparing(Performer::priority)
                .thenComparing(Performer::ods);
    }

    private static String reason(CatalogueTest test, Performer best, Wanted wanted, TakenPlaces taken) {
        var parts = new ArrayList<String>(List.of("does " + test.title()));
        var later = wanted.isUrgent()
                ? Optional.<LocalDate>empty()
                : free(best, wanted.time(), taken).filter(day -> !day.equals(wanted.day()));
        if (later.isPresent()) {
            parts.add("is open and has room on " + later.get());
        } else {
            parts.addAll(ofTheDay(best, wanted, taken));
        }
        parts.add(isNear(best, wanted) ? "is the near one for " + wanted.requester() : "comes first in the catalogue");
        var wish =
                wanted.wish().isEmpty() ? "" : " The place that was asked for, " + wanted.wish() + ", does not do it.";
        return "Chosen by the region's catalogue: " + String.join(", ", parts) + "." + wish;
    }

    private static List<String> ofTheDay(Performer best, Wanted wanted, TakenPlaces taken) {
        var parts = new ArrayList<String>();
        if (isOpen(best, wanted)) {
            parts.add(wanted.isUrgent() ? "is open at the time" : "is open on the day");
        } else {
            parts.add("nobody who does it is open then");
        }
        if (best.capacityPerDay().isPresent()) {
            parts.add(
                    taken.isRoom(best, wanted.day())
                            ? "has room on the day"
                            : "all who could take it are full on the day");
        }
        return parts;
    }

    private static boolean isOpen(Performer performer, Wanted wanted) {
        return wanted.isUrgent() ? performer.isOpen(wanted.time()) : performer.isOpenFrom(wanted.time());
    }

    private static boolean isNear(Performer performer, Wanted wanted) {
        return performer.serves().contains(wanted.requester());
    }
}
