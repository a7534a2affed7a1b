package org.meridiandx.result.feeds;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a feed has fallen silent: it would have sent so much by now that nothing at all is no
/// chance.
///
/// What it would have sent is what it sent between the same times of the same days in the weeks
/// before, so that a laboratory that rests at night or at the weekend is not taken for one that
/// fails. Of messages that come by chance, none where ten are expected happens once in 20,000
/// times.
///
/// **Hazard:** a feed that has stopped, which nobody notices because nothing arrives.
public final class SilenceRule {
    static final int WEEKS = 4;
    private static final double ENOUGH = 10;
    private static final Duration HOUR = Duration.ofHours(1);

    private SilenceRule() {}

    /// @param sameTimes messages between the same times in the weeks before, all weeks together
    /// @param weeks of which there is a record, at most 4
    /// @return how many were to be expected since the last message
    public static double expected(long sameTimes, int weeks) {
        return weeks < 1 ? 0 : (double) sameTimes / Math.min(weeks, WEEKS);
    }

    public static boolean isSilent(double expected) {
        return expected >= ENOUGH;
    }

    /// A feed that has fallen silent is so until it is heard, however long that is: what it sent
    /// before is forgotten in time, and then nothing would be expected of it.
    ///
    /// @param lastAt when it was heard last; the hour before the rule found it silent counts,
    ///     because what was heard in it may have been written down later
    static boolean isSilent(double expected, Optional<Instant> silentSince, Instant lastAt) {
        return silentSince.map(since -> !lastAt.isAfter(since.minus(HOUR))).orElseGet(() -> isSilent(expected));
    }
}
