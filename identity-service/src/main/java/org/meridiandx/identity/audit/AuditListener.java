package org.meridiandx.identity.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;

/// Takes the region's audit in batches. Nothing is acknowledged to Kafka before it is in the log.
///
/// What is no audit event goes to the dead letters through the outbox, in the same transaction: one
/// bad record must hold up neither its batch nor the log.
@ApplicationScoped
class AuditListener {
    private static final Logger LOG = Logger.getLogger(AuditListener.class);
    private static final int LONGEST_INDEXED = 250;
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
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
        return InboundEvents.untilDone(() -> audit.append(events, unreadable)
                .onFailure(LogBrokenException.class)
                .invoke(broken -> LOG.errorf("audit waits, the log was tampered with: %s", broken.getMessage())));
    }

    private void sort(byte[] payload, List<Event> events, List<OutboundMessage> unreadable) {
        try {
            var event = Event.parseFrom(payload);
            if (event.hasAudit() && !event.getId().isEmpty() && isStorable(event)) {
                events.add(event);
                return;
            }
            LOG.warn(
                    "a record on the audit topic is no audit event, or none that can be kept; it goes to the dead letters");
        } catch (InvalidProtocolBufferException broken) {
            LOG.warn("a record on the audit topic cannot be read; it goes to the dead letters");
        }
        var id = UUID.randomUUID();
        unreadable.add(new OutboundMessage(id, region.topicName("dead-letters"), id.toString(), payload));
    }

    /// The database takes no NUL in a text, no long one in an index and no year of five digits; and
    /// callers say which patient they were refused.
    private static boolean isStorable(Event event) {
        var record = event.getAudit();
        var second = event.getOccurredAt().getSeconds();
        var indexed = Stream.of(
                event.getId(), event.getPatientId(), record.getUser(), record.getOrganisation(), record.getClientId());
        var others = Stream.of(
                record.getAction(),
                record.getInteraction(),
                record.getOutcomeReason(),
                record.getUserName(),
                record.getRole(),
                record.getPurpose(),
                record.getResourceType(),
                record.getRequestId());
        return second >= 0
                && second <= LAST_SECOND
                && indexed.allMatch(text -> text.length() <= LONGEST_INDEXED && text.indexOf('\0') < 0)
                && others.allMatch(text -> text.indexOf('\0') < 0);
    }
}
