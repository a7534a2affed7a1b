package org.meridiandx.identity.adt.worklist;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.identity.adt.DoubtApplication;
import org.meridiandx.identity.adt.SaidPatient;
import org.meridiandx.identity.paging.Page;
import org.meridiandx.identity.paging.Position;
import org.meridiandx.identity.patients.PatientService;
import org.meridiandx.identity.patients.content.Restriction;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;

/// Shows messages in doubt to those who administer patients, and notes how they settled them.
@ApplicationScoped
class WorkService {
    private static final String PLACE = "messages-in-doubt";
    private static final String NOT_OF_ONE =
            "The message is about two records or about nobody. Merge, link or change them, and settle it as done.";
    private static final String OLDER =
            "An older message of the same sender about this patient is in doubt. Settle that first.";
    private static final String TOLD_SINCE =
            "The sender has told of this patient since. Change what still holds by hand, and settle it as done.";
    private static final String NOT_NAMED = "patient is one of those that the entry names.";
    private final Pool pool;
    private final WorkRepository repository;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final DoubtApplication application;

    WorkService(Pool pool, WorkRepository repository, AuditTrail audit, Outbox outbox, DoubtApplication application) {
        this.pool = pool;
        this.repository = repository;
        this.audit = audit;
        this.outbox = outbox;
        this.application = application;
    }

    /// What a person decided.
    ///
    /// @param resolution `applied` (the message is worked), `done` (what it asks for was carried out by
    ///     hand) or `dismissed`
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

        /// It stays open, and nothing was changed.
        ///
        /// @param why what to do instead
        record Refused(ProblemCode code, String why) implements Settlement {}
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

    /// Works the message as if it had named this patient, and settles it, in one transaction. Safe to
    /// repeat.
    Uni<Settlement> apply(Caller caller, UUID id, Decision decision, String patientId) {
        return repository
                .find(pool, id, false)
                .chain(found -> found.map(item ->
                                read(item).chain(kept -> apply(item, kept, new Choice(caller, decision, patientId))))
                        .orElseGet(() -> Uni.createFrom().item(new Settlement.Unknown())));
    }

    private Uni<Optional<DoubtApplication.Kept>> read(WorkItem item) {
        var message = item.message();
        return repository
                .raw(pool, message.id())
                .chain(raw -> application.read(message.id(), raw, message.receivedAt(), item.patientIds()));
    }

    /// Where somebody else got one of its numbers meanwhile, the second try leaves it out.
    private Uni<Settlement> apply(WorkItem item, Optional<DoubtApplication.Kept> kept, Choice choice) {
        return kept.isEmpty()
                ? refused(ProblemCode.ILLEGAL_TRANSITION, NOT_OF_ONE)
                : pool.withTransaction(connection -> repository
                                .find(connection, item.id(), true)
                                .chain(held -> apply(connection, held.orElseThrow(), kept.get(), choice)))
                        .onFailure(PatientService::isUniqueViolation)
                        .retry()
                        .atMost(1);
    }

    private Uni<Settlement> apply(SqlClient connection, WorkItem item, DoubtApplication.Kept kept, Choice choice) {
        if (!item.status().equals("open")) {
            return Uni.createFrom().item(new Settlement.Before(item.status()));
        }
        return repository
                .hasOlder(connection, item)
                .chain(hasOlder -> hasOlder
                        ? refused(ProblemCode.ILLEGAL_TRANSITION, OLDER)
                        : application
                                .apply(connection, kept, choice.patientId())
                                .chain(outcome -> settle(connection, item, outcome, choice)));
    }

    private Uni<Settlement> settle(
            SqlClient connection, WorkItem item, DoubtApplication.Outcome outcome, Choice choice) {
        return switch (outcome) {
            case APPLIED -> settle(connection, choice.caller(), item, choice.decision());
            case OVERTAKEN -> refused(ProblemCode.ILLEGAL_TRANSITION, TOLD_SINCE);
            case NOT_CONCERNED -> refused(ProblemCode.UNPROCESSABLE, NOT_NAMED);
        };
    }

    private record Choice(Caller caller, Decision decision, String patientId) {}

    private static Uni<Settlement> refused(ProblemCode code, String why) {
        return Uni.createFrom().item(new Settlement.Refused(code, why));
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
                .settle(connection, item, decision)
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
