package org.meridiandx.identity.contact;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.identity.contact.rules.ContactPreferences;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;

/// Keeps how patients want to be reached. Who may ask and tell is decided before.
@ApplicationScoped
class ContactService {
    private final Pool pool;
    private final ContactRepository repository;
    private final Outbox outbox;
    private final Messages messages;
    private final Clock clock;

    ContactService(Pool pool, ContactRepository repository, Outbox outbox, Messages messages, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.outbox = outbox;
        this.messages = messages;
        this.clock = clock;
    }

    /// What is in force.
    Uni<Optional<RecordedPreferences>> find(String patientId) {
        return repository.latest(pool, patientId);
    }

    /// Replaces what is in force, with event and audit in one transaction.
    ///
    /// @param seen the version that the caller saw; 0 where there was none
    Uni<ContactWriteResult> record(Caller caller, String patientId, ContactPreferences preferences, int seen) {
        return pool.withTransaction(connection -> repository
                .lock(connection, patientId)
                .chain(() -> repository.latest(connection, patientId))
                .chain(latest -> recordAfter(connection, new Change(caller, patientId, preferences, seen), latest)));
    }

    private Uni<ContactWriteResult> recordAfter(
            SqlClient connection, Change change, Optional<RecordedPreferences> latest) {
        var current = latest.map(RecordedPreferences::version).orElse(0);
        if (current != change.seen()) {
            return Uni.createFrom().item(new ContactWriteResult.VersionConflict(current));
        }
        if (latest.isPresent() && latest.get().preferences().equals(change.preferences())) {
            return Uni.createFrom().item(new ContactWriteResult.Unchanged(latest.get()));
        }
        var recorded = new RecordedPreferences(
                change.preferences(),
                current + 1,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                change.caller().actor(),
                change.caller().organisation(),
                change.isByPatient());
        return repository
                .insert(connection, change.patientId(), recorded)
                .chain(() -> outbox.append(connection, messages.of(change)))
                .replaceWith(new ContactWriteResult.Recorded(recorded));
    }

    private record Change(Caller caller, String patientId, ContactPreferences preferences, int seen) {
        boolean isByPatient() {
            return caller.ownPatientId().filter(patientId::equals).isPresent();
        }
    }

    /// What is told to others about a change.
    @ApplicationScoped
    static class Messages {
        private final RegionEvents events;
        private final AuditTrail audit;

        Messages(RegionEvents events, AuditTrail audit) {
            this.events = events;
            this.audit = audit;
        }

        /// The event names no organisation: to tell a preference makes no relationship.
        List<OutboundMessage> of(Change change) {
            var changed = PatientChanged.newBuilder()
                    .setKind(PatientChanged.Kind.UPDATED)
                    .setContactChanged(true);
            var id = change.patientId();
            return List.of(
                    events.message("identity", id, Event.newBuilder().setPatientChanged(changed)),
                    audit.message(change.caller(), AuditEntry.change("U", "contact-preferences", "Patient", id, id)));
        }
    }
}
