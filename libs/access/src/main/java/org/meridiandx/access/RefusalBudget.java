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
    private final Map<Kind, Long> counts = new HashMap<>();
    private final Map<Kind, Long> over = new HashMap<>();
    private long minute;

    RefusalBudget(int mostPerMinute) {
        this.mostPerMinute = mostPerMinute;
    }

    /// What is counted together: all of it comes from registrations and code, not from callers.
    record Kind(String clientId, String interaction, String reason) {}

    /// @return whether this refusal is written down by itself
    synchronized boolean take(Kind kind, Instant now) {
        endMinutesBefore(now);
        var counted = counts.size() < MOST_KINDS || counts.containsKey(kind) ? kind : OTHERS;
        return counts.merge(counted, 1L, Long::sum) <= mostPerMinute;
    }

    /// Takes the numbers of the minutes that are over.
    ///
    /// @return how many refusals of a kind were not written down by themselves
    synchronized Map<Kind, Long> close(Instant now) {
        endMinutesBefore(now);
        var closed = Map.copyOf(over);
        over.clear();
        return closed;
    }

    private void endMinutesBefore(Instant now) {
        if (minuteOf(now) == minute) {
            return;
        }
        minute = minuteOf(now);
        counts.forEach((kind, number) -> {
            if (number > mostPerMinute) {
                over.merge(kind, number - mostPerMinute, Long::sum);
            }
        });
        counts.clear();
    }

    private static long minuteOf(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SECONDS);
    }
}
