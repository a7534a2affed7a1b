package org.meridiandx.result.followup.loops;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.RegionEvents;

/// Learns from the region's audit who has been shown which report.
///
/// The audit is durable before anything is shown, so nothing that was opened is missed, and a read
/// of a report stays one indexed row: nothing is written on its way. What is no audit event is the
/// log's to keep, not ours.
@ApplicationScoped
class OpenedListener {
    /// What shows the current version for certain: one that is asked for by number may be older.
    private static final Set<String> READ_BY_PERSON = Set.of("read", "history-instance");
    private static final Set<String> SHOWN = Set.of("read", "history-instance", "vread", "search-type");
    /// Whose reading is not that of the organisation: a patient's app stands for it in the token,
    /// and those of the machinery look at nothing.
    private static final Set<String> NOT_ITS_STAFF = Set.of("patient", "auditor", "loader", "operator", "service");
    private final OpenedService opened;

    OpenedListener(OpenedService opened) {
        this.opened = opened;
    }

    @Incoming("audit")
    Uni<Void> onBatch(List<byte[]> payloads) {
        var shown = new ArrayList<OpenedService.Shown>();
        payloads.forEach(payload -> collect(payload, shown));
        return shown.isEmpty() ? Uni.createFrom().voidItem() : InboundEvents.untilDone(() -> opened.shown(shown));
    }

    private static void collect(byte[] payload, List<OpenedService.Shown> shown) {
        try {
            var event = Event.parseFrom(payload);
            var audit = event.getAudit();
            if (!audit.getResourceType().equals("DiagnosticReport")
                    || !audit.getOutcome().equals("ok")
                    || audit.getOrganisation().isEmpty()
                    || NOT_ITS_STAFF.contains(audit.getRole())
                    || !SHOWN.contains(audit.getInteraction())) {
                return;
            }
            var isOpened = READ_BY_PERSON.contains(audit.getInteraction())
                    && !audit.getUser().isEmpty();
            var actor = audit.getUser().isEmpty() ? "Device/" + audit.getClientId() : audit.getUser();
            var at = RegionEvents.instantOf(event.getOccurredAt());
            audit.getResourceIdsList()
                    .forEach(
                            id -> shown.add(new OpenedService.Shown(id, audit.getOrganisation(), actor, isOpened, at)));
        } catch (InvalidProtocolBufferException none) {
            // identity-service, whose log this is for, puts it to the dead letters
        }
    }
}
