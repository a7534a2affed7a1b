package org.meridiandx.result.followup.worklists;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Who stands in for whom, and when.
///
/// @param absent the person who is away, as a reference
/// @param covering who sees their reports meanwhile
/// @param from counted in
/// @param to not counted in
record Cover(UUID id, String absent, String covering, Instant from, Instant to) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /// Whether it is a period that a person can be away.
    boolean isPlausible() {
        return from.isBefore(to)
                && !absent.equals(covering)
                && Duration.between(from, to).compareTo(LONGEST) <= 0;
    }
}
