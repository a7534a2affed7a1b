package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.DurablePublisher;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// Makes the trace of a disclosure durable before the disclosure.
///
/// A read goes to Kafka (`acks=all`); while Kafka is away, to the outbox ([DurablePublisher]); with
/// both away the read is refused. A write takes [#message] along in its own transaction.
@Singleton
public class AuditTrail {
    private final DurablePublisher publisher;
    private final RegionEvents events;
    private final PolicyVersion policy;

    AuditTrail(DurablePublisher publisher, RegionEvents events, PolicyVersion policy) {
        this.publisher = publisher;
        this.events = events;
        this.policy = policy;
    }

    /// Notes the version of the policy by which was decided, for the service that decides itself. Each entry from
    /// now on names it.
    public void decidedBy(String policyVersion) {
        policy.saw(policyVersion);
    }

    /// Records one entry per patient: what a read or a search is about to disclose.
    ///
    /// @param entries one per patient whose records are in the answer; none for an empty answer
    /// @return completes when durable; fails with 503 when nothing durable can be reached
    public Uni<Void> record(Caller caller, List<AuditEntry> entries) {
        if (entries.stream().anyMatch(AuditEntry::isDenied)) {
            DeniedTraces.leave();
        }
        var messages = entries.stream().map(entry -> message(caller, entry)).toList();
        return publisher
                .publish(messages)
                .onFailure()
                .transform(away -> ProblemException.of(
                        ProblemCode.UNAVAILABLE,
                        "The access cannot be recorded, so nothing is shown. Try again shortly."));
    }

    /// The audit message of a change, to be appended to the outbox in the transaction of the
    /// change.
    public OutboundMessage message(Caller caller, AuditEntry entry) {
        var record = AuditRecord.newBuilder()
                .setAction(entry.action())
                .setInteraction(entry.interaction())
                .setOutcome(entry.outcome())
                .setOutcomeReason(entry.reason())
                .setClientId(caller.clientId())
                .setUser(caller.user().orElse(""))
                .setUserName(caller.signedIn().name())
                .setRole(caller.role())
                .setRoleProfile(caller.signedIn().roleProfile())
                .setOrganisation(caller.organisation())
                .setPurpose(caller.purpose())
                .setResourceType(entry.resourceType())
                .addAllResourceIds(entry.resourceIds())
                .setQueryShape(entry.queryShape())
                .setRequestId(CorrelationIds.currentRequest().orElse(""))
                .setPolicyVersion(policy.version());
        return events.message("audit", entry.patientId(), Event.newBuilder().setAudit(record));
    }
}
