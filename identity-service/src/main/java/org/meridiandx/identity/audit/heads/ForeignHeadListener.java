package org.meridiandx.identity.audit.heads;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.AuditHead;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.audit.merkle.TreeHash;
import org.meridiandx.outbox.RegionEvents;

/// Hears the ends of all regions' audit logs and has those of the others kept: to witness oneself
/// proves nothing.
@ApplicationScoped
class ForeignHeadListener {
    private static final Logger LOG = Logger.getLogger(ForeignHeadListener.class);
    private final WitnessService witness;
    private final String ownRegion;

    ForeignHeadListener(WitnessService witness, RegionEvents region) {
        this.witness = witness;
        this.ownRegion = region.region();
    }

    /// A record that cannot be read goes to the dead letters.
    @Incoming("audit-heads")
    Uni<Void> onHead(byte[] payload) throws InvalidProtocolBufferException {
        var event = Event.parseFrom(payload);
        if (!event.hasAuditHead() || event.getRegion().equals(ownRegion)) {
            return Uni.createFrom().voidItem();
        }
        var head = headOf(event);
        return Uni.createFrom()
                .deferred(() -> witness.keep(head, event.getAuditHead().getSigned()))
                .onFailure()
                .invoke(away ->
                        LOG.warnf("a witnessed head waits: %s", away.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(10))
                .indefinitely();
    }

    private static TreeHead headOf(Event event) throws InvalidProtocolBufferException {
        AuditHead fact = event.getAuditHead();
        if (event.getRegion().isEmpty() || fact.getSize() < 1 || fact.getRoot().size() != TreeHash.BYTES) {
            throw new InvalidProtocolBufferException("An audit head needs a region, a size and a root of 32 bytes");
        }
        var signedAt = RegionEvents.instantOf(fact.getSignedAt());
        return new TreeHead(
                event.getRegion(), fact.getSize(), signedAt, fact.getRoot().toByteArray());
    }
}
