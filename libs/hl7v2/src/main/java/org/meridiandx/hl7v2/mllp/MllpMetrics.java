package org.meridiandx.hl7v2.mllp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.meridiandx.hl7v2.Acknowledgement;

/// What a listener counts. Tags come from fixed sets, never from messages.
final class MllpMetrics {

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter receivedBytes;
    private final Counter accepted;
    private final Timer handling;
    private final AtomicInteger connections = new AtomicInteger();

    MllpMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.received = Counter.builder("meridian.mllp.received")
                .description("Frames received that are owed an answer")
                .register(registry);
        this.receivedBytes = Counter.builder("meridian.mllp.received.bytes")
                .baseUnit("bytes")
                .description("Bytes of messages received, without frames")
                .register(registry);
        this.accepted = Counter.builder("meridian.mllp.accepted")
                .description("Messages accepted (AA)")
                .register(registry);
        this.handling = Timer.builder("meridian.mllp.handling")
                .description("From the last byte of a message to its answer")
                .publishPercentileHistogram()
                .register(registry);
        registry.gauge("meridian.mllp.connections", connections);
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    void received(int bytes) {
        received.increment();
        receivedBytes.increment(bytes);
    }

    void answered(Acknowledgement acknowledgement, long nanoseconds) {
        if (nanoseconds > 0) {
            handling.record(nanoseconds, TimeUnit.NANOSECONDS);
        }
        if (acknowledgement instanceof Acknowledgement.Accepted) {
            accepted.increment();
            return;
        }
        var problems = acknowledgement.problems();
        var error = problems.isEmpty()
                ? "none"
                : Integer.toString(problems.getFirst().error().number());
        registry.counter("meridian.mllp.rejected", "code", acknowledgement.code(), "error", error)
                .increment();
    }

    /// Bytes that no answer can be given to.
    void dropped(Drop reason) {
        registry.counter("meridian.mllp.dropped", "reason", reason.tag).increment();
    }

    /// Why bytes, or an answer, were dropped.
    enum Drop {
        NO_START_BLOCK("no-start-block"),
        HALF_FRAME("half-frame"),
        ANSWER_UNDELIVERED("answer-undelivered"),
        UNREAD_AT_CLOSE("unread-at-close");

        private final String tag;

        Drop(String tag) {
            this.tag = tag;
        }
    }
}
