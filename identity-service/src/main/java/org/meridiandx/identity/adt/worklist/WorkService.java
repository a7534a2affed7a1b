package org.meridiandx.identity.adt.worklist;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.adt.SaidPatient;
import org.meridiandx.identity.paging.Page;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.identity.patients.content.Restriction;
import org.meridiandx.outbox.Outbox;

/// Shows messages in doubt to those who administer patients, and notes how they settled them.
@ApplicationScoped
class WorkService {
    private static final String PLACE = "messages-in-doubt";
    private final Pool pool;
    private final WorkRepository repository;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final Clock clock;

    WorkService(Pool pool, WorkRepository repository, AuditTrail audit, Outbox outbox, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.audit = audit;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// What a person decided.
    ///
    /// @param resolution `done` (what the message asks for was carried out) or `dismissed`
    /// @param note why
    /// @param by who
    record Decision(String resolution, String note, String by) {
        @Override
        public String toString() {
            return "Decision[resolution=" + resolution + "]";
        }
    }

    /// What became of a settlement.
    sealed interface Settlement {
        record Settled(String status) implements Settlement {}

        /// Settled before, in this way.
        record Before(String status) implements Settlement {}

        record Unknown() implements Settlement {}
    }

    /// An entry with what the message says and whom it may be about.
    ///
    /// @param said empty where the message names nobody
    record View(WorkItem item, Optional<Patient> said, List<Patient> patients) {
        View {
            patients = List.copyOf(patients);
        }
    }

    Uni<Page<WorkItem>> list(WorkQuery query) {
        return repository
                .list(pool, query, query.count() + 1)
                .map(found -> Page.of(found, query.count(), item -> new Position<>(item.createdAt(), item.id())));
    }

    /// All that is named is in the audit before it is shown.
    Uni<Optional<View>> view(Caller caller, UUID id) {
        return repository
                .find(pool, id, false)
                .chain(found -> found.map(item -> view(item)
                                .call(view -> audit.record(caller, entriesOf(view)))
                                .map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /// Safe to repeat: what was settled stays so.
    Uni<Settlement> settle(Caller caller, UUID id, Decision decision) {
        return pool.withTransaction(connection -> repository
                .find(connection, id, true)
                .chain(found -> found.map(item -> settle(connection, caller, item, decision))
                        .orElseGet(() -> Uni.createFrom().item(new Settlement.Unknown()))));
    }

    private Uni<Settlement> settle(SqlClient connection, Caller caller, WorkItem item, Decision decision) {
        if (!item.status().equals("open")) {
            return Uni.createFrom().item(new Settlement.Before(item.status()));
        }
        var messages = (item.patientIds().isEmpty() ? Stream.of("") : item.patientIds().stream())
                .map(patientId -> audit.message(
                        caller, new AuditEntry("U", PLACE, "ok", "", "Patient", idsOf(patientId), patientId, "")))
                .toList();
        return repository
                .settle(connection, item, decision, clock.instant())
                .chain(() -> outbox.append(connection, messages))
                .replaceWith(new Settlement.Settled(decision.resolution()));
    }

    private Uni<View> view(WorkItem item) {
        return repository
                .raw(pool, item.message().id())
                .chain(raw -> repository
                        .shown(pool, item.patientIds())
                        .map(shown ->
                                viewOf(item, SaidPatient.in(raw, item.message().receivedAt()), shown)));
    }

    /// Where somebody is restricted whom the message may be about, it does not tell where they are.
    private static View viewOf(WorkItem item, Optional<Patient> said, List<WorkRepository.Shown> shown) {
        var patients = shown.stream()
                .map(one -> FhirJson.read(one.content(), Patient.class))
                .toList();
        said.ifPresent(patient -> {
            patients.forEach(known -> Restriction.spread(known, patient));
            Restriction.hide(patient);
        });
        return new View(item, said, patients);
    }

    private static List<AuditEntry> entriesOf(View view) {
        var shown = view.patients().stream()
                .map(patient -> patient.getIdElement().getIdPart())
                .map(id -> new AuditEntry("R", PLACE, "ok", "", "Patient", List.of(id), id, ""))
                .toList();
        return shown.isEmpty() ? List.of(new AuditEntry("R", PLACE, "ok", "", "Patient", List.of(), "", "")) : shown;
    }

    private static List<String> idsOf(String patientId) {
        return patientId.isEmpty() ? List.of() : List.of(patientId);
    }
}
