package org.meridiandx.order.catalogue.rules;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses who performs a test: who does it, is open, has room today, is near, comes first.
///
/// An urgent request needs one that is open at the time; any other one that is open on the day.
/// Where nobody has room or is open, the rest of the rule still finds somebody, and the reason says
/// so: a request is never left without a performer because of a full day.
public final class RoutingRule {
    private RoutingRule() {}

    /// What a request says that a choice depends on.
    ///
    /// @param requester ODS code of the organisation that asks
    /// @param wish ODS code of the place that the patient chose; empty where they chose none
    /// @param time when it is to be done, else now; local time
    public record Wanted(String requester, String wish, LocalDateTime time, boolean isUrgent) {}

    /// Who, and why in a sentence that people read.
    public record Choice(String ods, String reason) {}

    /// @param taken how many of this test each performer was asked for today, by ODS code
    /// @return empty where nobody does the test
    public static Optional<Choice> choose(CatalogueTest test, Wanted wanted, Map<String, Integer> taken) {
        var candidates = test.performers();
        var wished = candidates.stream()
                .filter(performer -> performer.ods().equals(wanted.wish()))
                .findFirst();
        if (wished.isPresent()) {
            return Optional.of(new Choice(wished.get().ods(), "The place that the patient chose."));
        }
        return candidates.stream()
                .min(order(wanted, taken))
                .map(best -> new Choice(best.ods(), reason(test, best, wanted, taken)));
    }

    private static Comparator<Performer> order(Wanted wanted, Map<String, Integer> taken) {
        return Comparator.<Performer, Boolean>comparing(performer -> !isOpen(performer, wanted))
                .thenComparing(performer -> !hasRoom(performer, taken))
                .thenComparing(performer -> !isNear(performer, wanted))
                .thenComparing(Performer::priority)
                .thenComparing(Performer::ods);
    }

    private static String reason(CatalogueTest test, Performer best, Wanted wanted, Map<String, Integer> taken) {
        var parts = new ArrayList<String>(List.of("does " + test.title()));
        if (isOpen(best, wanted)) {
            parts.add(wanted.isUrgent() ? "is open at the time" : "is open on the day");
        } else {
            parts.add("nobody who does it is open then");
        }
        if (best.capacityPerDay().isPresent()) {
            parts.add(hasRoom(best, taken) ? "has room today" : "all who could take it are full today");
        }
        parts.add(isNear(best, wanted) ? "is the near one for " + wanted.requester() : "comes first in the catalogue");
        var wish =
                wanted.wish().isEmpty() ? "" : " The place that was asked for, " + wanted.wish() + ", does not do it.";
        return "Chosen by the region's catalogue: " + String.join(", ", parts) + "." + wish;
    }

    private static boolean isOpen(Performer performer, Wanted wanted) {
        return wanted.isUrgent()
                ? performer.isOpen(wanted.time())
                : performer.isOpenOn(wanted.time().getDayOfWeek());
    }

    private static boolean hasRoom(Performer performer, Map<String, Integer> taken) {
        return performer.capacityPerDay().isEmpty()
                || taken.getOrDefault(performer.ods(), 0)
                        < performer.capacityPerDay().getAsInt();
    }

    private static boolean isNear(Performer performer, Wanted wanted) {
        return performer.serves().contains(wanted.requester());
    }
}
