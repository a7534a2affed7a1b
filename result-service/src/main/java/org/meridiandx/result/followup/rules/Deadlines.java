package org.meridiandx.result.followup.rules;

import java.time.Duration;

/// How long each part may take.
///
/// @param acknowledge from the report's arrival until somebody has acknowledged it
/// @param act from the acknowledgement until somebody has acted on it
/// @param step from one level of escalation to the next
public record Deadlines(Duration acknowledge, Duration act, Duration step) {
    public Deadlines {
        if (!isPositive(acknowledge) || !isPositive(act) || !isPositive(step)) {
            throw new IllegalArgumentException("a deadline is longer than nothing");
        }
    }

    private static boolean isPositive(Duration duration) {
        return duration.isPositive();
    }
}
