package org.meridiandx.identity.patients;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.contracts.events.v1.PatientStanding;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;

/// What is told to others about a change of a patient.
@ApplicationScoped
class PatientMessages {
    private final RegionEvents events;
    private final AuditTrail audit;

    PatientMessages(RegionEvents events, AuditTrail audit) {
        this.events = events;
        this.audit = audit;
    }

    List<OutboundMessage> created(StoredResource resource, Caller caller) {
        var changed =
                PatientChanged.newBuilder().setKind(PatientChanged.Kind.CREATED).setOrganisation(caller.organisation());
        return List.of(
                events.message("identity", resource.id(), Event.newBuilder().setPatientChanged(changed)),
                audit(caller, "C", "create", resource));
    }

    /// @param isDeath whether the change says that the patient died, or did not
    List<OutboundMessage> updated(StoredResource resource, Caller caller, boolean isDeath, boolean isRestriction) {
        var changed = PatientChanged.newBuilder()
                .setKind(PatientChanged.Kind.UPDATED)
                .setOrganisation(caller.organisation())
                .setDeceasedChanged(isDeath)
                .setRestrictionChanged(isRestriction);
        return List.of(
                events.message(
                        "identity", resource.patientId(), Event.newBuilder().setPatientChanged(changed)),
                audit(caller, "U", "update", resource));
    }

    /// Under the keys of both patients: it stands in its place among the facts of either.
    List<OutboundMessage> moved(Move move, Caller caller) {
        var messages = new ArrayList<OutboundMessage>();
        for (var key : List.of(move.recordId(), move.otherId())) {
            var changed = PatientChanged.newBuilder()
                    .setKind(move.kind())
                    .setSurvivingPatientId(move.otherId())
                    .setOrganisation(caller.organisation())
                    .addAllStandings(move.standings());
            var message = events.message(
                    "identity", move.recordId(), Event.newBuilder().setPatientChanged(changed));
            messages.add(new OutboundMessage(message.id(), message.topic(), key, message.payload()));
        }
        var name = move.kind() == PatientChanged.Kind.MERGED ? "merge" : "unmerge";
        for (var id : List.of(move.recordId(), move.otherId())) {
            messages.add(audit.message(caller, AuditEntry.change("U", name, "Patient", id, id)));
        }
        return messages;
    }

    private OutboundMessage audit(Caller caller, String action, String interaction, StoredResource resource) {
        return audit.message(
                caller, AuditEntry.change(action, interaction, "Patient", resource.id(), resource.patientId()));
    }

    /// A merge or its undoing.
    ///
    /// @param recordId the record that was merged or parted
    /// @param otherId the survivor, or the record that it was parted from
    record Move(PatientChanged.Kind kind, String recordId, String otherId, List<PatientStanding> standings) {
        Move {
            standings = List.copyOf(standings);
        }

        static PatientStanding standing(String recordId, String patientId, long version) {
            return PatientStanding.newBuilder()
                    .setRecordedPatientId(recordId)
                    .setPatientId(patientId)
                    .setVersion(version)
                    .build();
        }
    }

    static Optional<StoredResource> of(List<StoredResource> written, String id) {
        return written.stream().filter(resource -> resource.id().equals(id)).findFirst();
    }
}
