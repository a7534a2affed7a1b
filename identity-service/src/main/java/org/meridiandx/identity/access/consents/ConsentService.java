package org.meridiandx.identity.access.consents;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Consent;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Records what a patient said, by the patient or by those who care for them. Every change is told
/// to all pods, which forget their decisions about the patient.
@ApplicationScoped
public class ConsentService {
    static final String TYPE = "Consent";
    static final SearchDefinition SEARCH = SearchDefinition.of(TYPE, "consent")
            .reference("patient", "patient_id", "Patient")
            .token("status", "status")
            .token("category", "category")
            .acrossMergedRecords()
            .build();
    /// The row as it was written, under the record that it names.
    private static final SearchDefinition KEPT =
            SearchDefinition.of(TYPE, "consent").build();
    private static final SearchDefinition PATIENT =
            SearchDefinition.of("Patient", "patient").build();
    private final ConsentRepository repository;
    private final StoredResources stored;
    private final Access access;
    private final Traces traces;
    private final Clock clock;

    ConsentService(ConsentRepository repository, StoredResources stored, Access access, Traces traces, Clock clock) {
        this.repository = repository;
        this.stored = stored;
        this.access = access;
        this.traces = traces;
        this.clock = clock;
    }

    /// Records a new one. Safe to repeat with the same request id.
    ///
    /// @return what is stored; fails with [ProblemException] 400, 403, 409, 422 or 503
    Uni<StoredResource> create(Caller caller, Consent consent, String requestId) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var columns = ConsentMapper.columnsOf(consent, now);
        var resource =
                resourceOf(consent, columns, new Version(UUID.randomUUID().toString(), 1), caller, now);
        return access.require(caller, question(Action.CREATE, columns.patientId()))
                .chain(() -> stored.find(PATIENT, columns.patientId()))
                .invoke(ConsentService::requirePatient)
                .chain(() -> repository.inTransaction(
                        connection -> createOnce(connection, new Create(caller, resource, columns, requestId))));
    }

    /// Replaces one, or withdraws it (status inactive).
    ///
    /// @return what is stored; fails with [ProblemException] 400, 403, 404, 412, 422 or 503
    Uni<StoredResource> update(Caller caller, String id, Consent consent, int version) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var columns = ConsentMapper.columnsOf(consent, now);
        var resource = resourceOf(consent, columns, new Version(id, version + 1), caller, now);
        return stored.find(SEARCH, id)
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "There is no Consent with this id here.")))
                .call(before -> access.require(caller, question(Action.UPDATE, before.patientId())))
                .chain(() -> stored.find(KEPT, id).map(Optional::orElseThrow))
                .chain(before ->
                        before.version() == version && before.patientId().equals(columns.patientId())
                                ? repository.inTransaction(connection -> change(connection, caller, resource, columns))
                                : Uni.createFrom().failure(conflict(before, columns)));
    }

    private Uni<StoredResource> createOnce(SqlClient connection, Create create) {
        return traces.accept(connection, create)
                .chain(first -> first
                        ? repository
                                .insert(connection, create.resource(), create.columns())
                                .call(() -> traces.remember(connection, create))
                                .call(() -> traces.leave(connection, create.caller(), create.resource(), "C"))
                                .replaceWith(create.resource())
                        : repeated(connection, create));
    }

    private Uni<StoredResource> repeated(SqlClient connection, Create create) {
        return traces.answerTo(connection, create)
                .chain(id -> stored.find(KEPT, id.orElse("")))
                .map(found -> found.filter(
                                same -> same.patientId().equals(create.columns().patientId()))
                        .orElseThrow(() -> ProblemException.of(
                                ProblemCode.DUPLICATE,
                                "This X-Request-ID was used for another Consent. Send each with its own.")));
    }

    private Uni<StoredResource> change(
            SqlClient connection, Caller caller, StoredResource resource, ConsentColumns columns) {
        return repository
                .update(connection, resource, columns)
                .invoke(written -> {
                    if (!written) {
                        throw ProblemException.of(
                                ProblemCode.PRECONDITION_FAILED,
                                "The Consent was changed since. Read it again and send the change with its ETag.");
                    }
                })
                .call(() -> traces.leave(connection, caller, resource, "U"))
                .replaceWith(resource);
    }

    private static StoredResource resourceOf(
            Consent consent, ConsentColumns columns, Version version, Caller caller, Instant now) {
        consent.setId(version.id());
        consent.getMeta().setVersionId(String.valueOf(version.number())).setLastUpdated(Date.from(now));
        var organisations = caller.role().equals("patient") ? Set.<String>of() : Set.of(caller.organisation());
        return new StoredResource(
                version.id(), version.number(), now, columns.patientId(), organisations, FhirJson.encode(consent));
    }

    /// Whom the record would name plays no part: who may record a consent must have to do with
    /// the patient.
    private static AccessRequest question(Action action, String patientId) {
        return AccessRequest.of(action, TYPE, patientId, Set.of());
    }

    private static void requirePatient(Optional<StoredResource> patient) {
        if (patient.isEmpty()) {
            throw ProblemException.of(ProblemCode.UNKNOWN_PATIENT, "There is no such patient here.", "Consent.patient");
        }
    }

    private static ProblemException conflict(StoredResource before, ConsentColumns columns) {
        return before.patientId().equals(columns.patientId())
                ? ProblemException.of(
                        ProblemCode.PRECONDITION_FAILED,
                        "The Consent was changed since. Read it again and send the change with its ETag.")
                : ProblemException.of(
                        ProblemCode.UNPROCESSABLE, "A Consent stays with its patient.", "Consent.patient");
    }

    private record Version(String id, int number) {}

    /// One attempt to record a consent.
    record Create(Caller caller, StoredResource resource, ConsentColumns columns, String requestId) {
        String source() {
            return "http:" + caller.clientId();
        }

        String messageId() {
            return "Consent:" + requestId;
        }
    }

    /// What a write leaves behind beside its row.
    @ApplicationScoped
    static class Traces {
        private final Inbox inbox;
        private final Outbox outbox;
        private final AuditTrail audit;
        private final RelationshipService relationships;

        Traces(Inbox inbox, Outbox outbox, AuditTrail audit, RelationshipService relationships) {
            this.inbox = inbox;
            this.outbox = outbox;
            this.audit = audit;
            this.relationships = relationships;
        }

        Uni<Boolean> accept(SqlClient connection, Create create) {
            return inbox.accept(connection, create.source(), create.messageId());
        }

        Uni<Void> remember(SqlClient connection, Create create) {
            return inbox.remember(
                    connection,
                    create.source(),
                    create.messageId(),
                    create.resource().id());
        }

        Uni<Optional<String>> answerTo(SqlClient connection, Create create) {
            return inbox.answerTo(connection, create.source(), create.messageId());
        }

        Uni<Void> leave(SqlClient connection, Caller caller, StoredResource resource, String action) {
            var interaction = action.equals("C") ? "create" : "update";
            var entry = AuditEntry.change(action, interaction, TYPE, resource.id(), resource.patientId());
            return relationships
                    .changed(connection, resource.patientId(), "consent")
                    .chain(() -> outbox.append(connection, List.of(audit.message(caller, entry))));
        }
    }
}
