package org.meridiandx.identity.audit.heads;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.regex.Pattern;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.AuditHead;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.identity.audit.merkle.TreeHash;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.RegionEvents;

/// Hears the ends of all regions' audit logs and has those of the others kept: to witness oneself
/// proves nothing.
@ApplicationScoped
class ForeignHeadListener {
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final Pattern COMPACT_JWS = Pattern.compile("[A-Za-z0-9_.-]{0,4096}");
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private final WitnessService witness;
    private final String ownRegion;

    ForeignHeadListener(WitnessService witness, RegionEvents region) {
        this.witness = witness;
        this.ownRegion = region.region();
    }

    /// A record that cannot be read goes to the dead letters.
    @Incoming("audit-heads")
    Uni<Void> onHead(byte[] payload) {
        var event = InboundEvents.read(payload);
        if (!event.hasAuditHead() || event.getRegion().equals(ownRegion)) {
            return Uni.createFrom().voidItem();
        }
        var head = headOf(event);
        return InboundEvents.untilDone(
                () -> witness.keep(head, event.getAuditHead().getSigned()));
    }

    /// What the database cannot keep would be tried for ever, and hold up the heads of all regions.
    private static TreeHead headOf(Event event) {
        AuditHead fact = event.getAuditHead();
        var isWhole = REGION.matcher(event.getRegion()).matches()
                && fact.getSize() >= 1
                && fact.getRoot().size() == TreeHash.BYTES
                && COMPACT_JWS.matcher(fact.getSigned()).matches()
                && fact.getSignedAt().getSeconds() >= 0
                && fact.getSignedAt().getSeconds() <= LAST_SECOND;
        if (!isWhole) {
            throw new IllegalArgumentException(
                    "An audit head needs a region, a size, a root of 32 bytes, a time and a compact JWS");
        }
        var signedAt = RegionEvents.instantOf(fact.getSignedAt());
        return new TreeHead(
                event.getRegion(), fact.getSize(), signedAt, fact.getRoot().toByteArray());
    }
}
