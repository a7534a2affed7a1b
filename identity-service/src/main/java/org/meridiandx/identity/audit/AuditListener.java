package org.meridiandx.identity.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;

/// Takes the region's audit in batches. Nothing is acknowledged to Kafka before it is in the log.
///
/// What is no audit event goes to the dead letters through the outbox, in the same transaction: one
/// bad record must hold up neither its batch nor the log.
@ApplicationScoped
class AuditListener {
    private static final Logger LOG = Logger.getLogger(AuditListener.class);
    private final AuditService audit;
    private final RegionEvents region;

    AuditListener(AuditService audit, RegionEvents region) {
        this.audit = audit;
        this.region = region;
    }

    @Incoming("audit")
    Uni<Void> onBatch(List<byte[]> payloads) {
        var events = new ArrayList<Event>(payloads.size());
        var unreadable = new ArrayList<OutboundMessage>();
        for (var payload : payloads) {
            sort(payload, events, unreadable);
        }
        return Uni.createFrom()
                .deferred(() -> audit.append(events, unreadable))
                .onFailure()
                .invoke(AuditListener::tell)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(10))
                .indefinitely();
    }

    private static void tell(Throwable away) {
        if (away instanceof LogBrokenException broken) {
            LOG.errorf("audit waits, the log was tampered with: %s", broken.getMessage());
        } else {
            LOG.warnf("audit waits: %s", away.getClass().getName());
        }
    }

    private void sort(byte[] payload, List<Event> events, List<OutboundMessage> unreadable) {
        try {
            var event = Event.parseFrom(payload);
            if (event.hasAudit() && !event.getId().isEmpty()) {
                events.add(event);
                return;
            }
            LOG.warn("a record on the audit topic is no audit event; it goes to the dead letters");
        } catch (InvalidProtocolBufferException broken) {
            LOG.warn("a record on the audit topic cannot be read; it goes to the dead letters");
        }
        var id = UUID.randomUUID();
        unreadable.add(new OutboundMessage(id, region.topicName("dead-letters"), id.toString(), payload));
    }
}
