package org.meridiandx.result.followup.loops;

import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.AcknowledgementOutdated;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.FollowUpChanged;
import org.meridiandx.contracts.events.v1.ResultWaiting;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;

/// What others are told of a loop, and what the audit keeps: ids, states and who, never a value.
@ApplicationScoped
public class LoopEvents {
    private final RegionEvents events;
    private final AuditTrail audit;

    LoopEvents(RegionEvents events, AuditTrail audit) {
        this.events = events;
        this.audit = audit;
    }

    /// Who acknowledged which version.
    public record Acknowledger(String reportId, int version, String actor, String organisation) {}

    /// @param cause what happened: `escalated`, `acted`, ...
    public OutboundMessage changed(Loop loop, String cause) {
        return events.message(
                "results",
                loop.patientId(),
                Event.newBuilder()
                        .setFollowUpChanged(FollowUpChanged.newBuilder()
                                .setReportId(loop.reportId())
                                .setVersion(loop.version())
                                .setState(loop.state().code())
                                .setUrgency(loop.urgency().code())
                                .setOrganisation(loop.responsible().organisation())
                                .setOwner(loop.responsible().owner())
                                .setOfferedTo(loop.responsible().offeredTo())
                                .setLevel(loop.level().code())
                                .setCause(cause)));
    }

    /// Tells who acknowledged an older version that it does not stand any more.
    public OutboundMessage outdated(Loop loop, Acknowledger older) {
        return events.message(
                "results",
                loop.patientId(),
                Event.newBuilder()
                        .setAcknowledgementOutdated(AcknowledgementOutdated.newBuilder()
                                .setReportId(loop.reportId())
                                .setVersion(loop.version())
                                .setAcknowledgedVersion(older.version())
                                .setAcknowledgedBy(older.actor())
                                .setOrganisation(older.organisation())));
    }

    /// That the patient is to be told that a result waits.
    public OutboundMessage waiting(Loop loop) {
        return events.message(
                "results",
                loop.patientId(),
                Event.newBuilder().setResultWaiting(ResultWaiting.newBuilder().setReportId(loop.reportId())));
    }

    /// The audit of a change, to go with it.
    public OutboundMessage trace(Caller caller, Loop loop, String interaction) {
        var entry = AuditEntry.change("U", interaction, "DiagnosticReport", loop.reportId(), loop.patientId());
        return audit.message(caller, entry);
    }
}
