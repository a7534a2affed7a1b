package org.meridiandx.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Holds the number of refusals that are written down one by one: so many for each client,
/// interaction and reason in a minute. What is over is counted, not forgotten.
final class RefusalBudget {
    private static final int MOST_KINDS = 10_000;
    private static final int SECONDS = 60;
    private static final Kind OTHERS = new Kind("unknown", "other", "other");
    private final int mostPerMinute;
    private final Map<Kind, Count> counts = new HashMap<>();

    RefusalBudget(int mostPerMinute) {
        this.mostPerMinute = mostPerMinute;
    }

    /// What is counted together: all of it comes from registrations and code, not from callers.
    record Kind(String clientId, String interaction, String reason) {}

    /// Minute and number of those refused in it.
    private record Count(long minute, long number) {
        Count plusOne() {
            return new Count(minute, number + 1);
        }
    }

    /// @return whether this refusal is written down by itself
    synchronized boolean take(Kind kind, Instant now) {
        var counted = counts.size() < MOST_KINDS || counts.containsKey(kind) ? kind : OTHERS;
        var minute = minuteOf(now);
        var number = counts.merge(counted, new Count(minute, 1), (before, one) -> before.plusOne())
                .number();
        return number <= mostPerMinute;
    }

    /// Ends the minutes that are over.
    ///
    /// @return how many refusals of a kind were not written down by themselves
    synchronized Map<Kind, Long> close(Instant now) {
        var over = new HashMap<Kind, Long>();
        var minute = minuteOf(now);
        counts.entrySet().removeIf(entry -> {
            var count = entry.getValue();
            if (count.minute() == minute) {
                return false;
            }
            if (count.number() > mostPerMinute) {
                over.put(entry.getKey(), count.number() - mostPerMinute);
            }
            return true;
        });
        return over;
    }

    private static long minuteOf(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SECONDS);
    }
}
