package org.meridiandx.identity.audit;

import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.meridiandx.contracts.events.v1.AuditRecord;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.RegionEvents;

/// Audit events as services send them.
public final class AuditEvents {

    private AuditEvents() {}

    /// A GP's read of one report.
    public static Event read(String patientId) {
        return of(patientId, record -> record);
    }

    /// The same with something else about it.
    public static Event of(String patientId, UnaryOperator<AuditRecord.Builder> change) {
        var record = AuditRecord.newBuilder()
                .setAction("R")
                .setInteraction("read")
                .setOutcome("ok")
                .setClientId("gp")
                .setUser("Practitioner/gp-1")
                .setRole("clinician")
                .setOrganisation("Y90001")
                .setPurpose("direct-care")
                .setResourceType("DiagnosticReport")
                .addResourceIds("r-1")
                .setQueryShape("patient&category")
                .setRequestId("request-1");
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setOccurredAt(RegionEvents.timestampOf(Instant.now()))
                .setRegion("north")
                .setSource("result-service")
                .setPatientId(patientId)
                .setAudit(change.apply(record))
                .build();
    }
}
