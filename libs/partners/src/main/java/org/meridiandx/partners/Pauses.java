package org.meridiandx.partners;

import java.time.Duration;

/// How long to wait before another try.
///
/// @param first after the first failure; each further one is twice as long
/// @param longest no pause is longer
public record Pauses(Duration first, Duration longest) {
    private static final int MOST_DOUBLINGS = 20;

    /// @param failures in a row
    public Duration after(int failures) {
        var doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
        var pause = first.multipliedBy(1L << doublings);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
