package org.meridiandx.identity.region;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of the service under test: that of the machine, moved as a test says.
public final class MovedClock extends Clock {
    private static volatile Duration by = Duration.ZERO;

    /// Moves the time on; tests put it back with [#reset()].
    public static void move(Duration further) {
        by = by.plus(further);
    }

    public static void reset() {
        by = Duration.ZERO;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(by);
    }

    static final class Producer {
        @Produces
        @Singleton
        @Alternative
        @Priority(1)
        Clock clock() {
            return new MovedClock();
        }
    }
}
