package org.meridiandx.bench.kill;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.meridiandx.dev.region.RegionException;

/// How far the senders are. They go no further than a little past the next kill, so that each one
/// meets messages on their way.
final class Progress {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Semaphore permits = new Semaphore(0);
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder repeats = new LongAdder();

    /// Lets so many more messages be sent.
    void allow(int more) {
        permits.release(more);
    }

    /// Waits until one more message may be sent.
    void awaitTurn() throws InterruptedException {
        if (!permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new RegionException("The region did not come back.");
        }
    }

    /// Waits until so many are acknowledged.
    void awaitAcknowledged(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.size() < count) {
            if (System.nanoTime() > end) {
                throw new RegionException("After " + PATIENCE.toMinutes() + " minutes " + acknowledged.size()
                        + " messages are acknowledged; " + count + " were awaited.");
            }
            Thread.sleep(1);
        }
    }

    void acknowledge(String controlId) {
        acknowledged.add(controlId);
    }

    void unanswered() {
        unanswered.increment();
    }

    void refused() {
        refused.increment();
    }

    void repeated() {
        repeats.increment();
    }

    /// What the senders saw.
    ///
    /// @param acknowledged control ids that were answered `AA`
    /// @param unanswered how often the connection broke, or could not be opened
    /// @param refused how often the answer was another one
    /// @param repeats messages that were sent again though they were acknowledged
    record Seen(Set<String> acknowledged, long unanswered, long refused, long repeats) {
        Seen {
            acknowledged = Set.copyOf(acknowledged);
        }
    }

    Seen seen() {
        return new Seen(new TreeSet<>(acknowledged), unanswered.sum(), refused.sum(), repeats.sum());
    }
}
