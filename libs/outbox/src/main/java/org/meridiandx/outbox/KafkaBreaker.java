package org.meridiandx.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Remembers that Kafka was late once, so that nobody after waits for it, and when to try it again.
///
/// ```
/// closed --late or failed--> open --a probe was acknowledged--> closed
/// ```
/// While open, one probe at a time is allowed, and a new one no sooner than the interval after the last.
final class KafkaBreaker {
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final AtomicBoolean open = new AtomicBoolean();
    private final AtomicBoolean isProbing = new AtomicBoolean();
    private final AtomicLong triedAt = new AtomicLong();

    KafkaBreaker(Duration interval, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    boolean isOpen() {
        return open.get();
    }

    /// @return whether it was closed until now
    boolean open() {
        triedAt.set(nanoTime.getAsLong());
        return open.compareAndSet(false, true);
    }

    /// Whether the caller is the one to probe now; it has to tell the end by [#probed].
    boolean startProbe() {
        return open.get()
                && nanoTime.getAsLong() - triedAt.get() >= intervalNanos
                && isProbing.compareAndSet(false, true);
    }

    /// @return whether this closed it
    boolean probed(boolean isAcknowledged) {
        triedAt.set(nanoTime.getAsLong());
        var isClosing = isAcknowledged && open.compareAndSet(true, false);
        isProbing.set(false);
        return isClosing;
    }
}
