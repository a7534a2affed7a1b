package org.meridiandx.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.telemetry.CorrelationIds;

/// How a listener takes an event in. A record that is none goes to the dead letters with its cause;
/// anything else that fails is our fault or a part that is away, and is tried again until it works,
/// while the events behind it wait.
public final class InboundEvents {
    private static final Logger LOG = Logger.getLogger(InboundEvents.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private InboundEvents() {}

    /// Reads an event, whose correlation id is that of all that it brings about.
    ///
    /// @throws IllegalArgumentException when the record is no event
    public static Event read(byte[] payload) {
        try {
            var event = Event.parseFrom(payload);
            CorrelationIds.begin(Optional.of(event.getCorrelationId()));
            return event;
        } catch (InvalidProtocolBufferException poisoned) {
            throw new IllegalArgumentException("not an event", poisoned);
        }
    }

    /// @param work begun anew for each try, so it must have its effect once however often it is done
    public static <T> Uni<T> untilDone(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom()
                .<T>deferred(work)
                .onFailure()
                .invoke(away -> LOG.warnf("an event waits: %s", away.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }
}
