package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.PatientColumns;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.content.PatientMapper;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.outbox.Inbox;

/// Creates and updates patients for callers, and finds them for other services.
@ApplicationScoped
public class PatientService {
    private static final String UNIQUE_VIOLATION = "23505";
    private final Pool pool;
    private final PatientRepository repository;
    private final PatientRegistry registry;
    private final Access access;
    private final Inbox inbox;

    PatientService(Pool pool, PatientRepository repository, PatientRegistry registry, Access access, Inbox inbox) {
        this.pool = pool;
        this.repository = repository;
        this.registry = registry;
        this.access = access;
        this.inbox = inbox;
    }

    /// How a create is kept from being done twice.
    ///
    /// @param requestId the client's `X-Request-ID`
    /// @param ifNoneExist the identifier of `If-None-Exist`
    record Once(String requestId, Optional<PatientIdentifier> ifNoneExist) {}

    /// Creates a patient and makes the relationship with the caller's organisation. Safe to repeat
    /// with the same request id.
    Uni<PatientWriteResult> create(Caller caller, Patient patient, Once once) {
        var columns = PatientMapper.columnsOf(patient);
        return access.require(
                        caller,
                        new AccessRequest(Action.CREATE, "Patient", Optional.empty(), Set.of(caller.organisation())))
                .chain(() -> existing(caller, once))
                .chain(found -> found.map(known -> Uni.createFrom().item(known))
                        .orElseGet(() -> pool.withTransaction(
                                connection -> createOnce(connection, new Create(caller, patient, columns, once)))))
                .onFailure(PatientService::isUniqueViolation)
                .recoverWithItem(new PatientWriteResult.Duplicate());
    }

    /// Replaces a patient's content where the caller has read the version that is there.
    Uni<PatientWriteResult> update(Caller caller, String id, Patient patient, int version) {
        PatientMapper.columnsOf(patient);
        return repository.find(pool, id).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new PatientWriteResult.NotFound());
            }
            var record = found.get().resource();
            return access.require(caller, record.question(Action.UPDATE, "Patient"))
                    .chain(() -> pool.withTransaction(
                            connection -> updateLocked(connection, new Update(caller, id, patient, version))))
                    .onFailure(PatientService::isUniqueViolation)
                    .recoverWithItem(new PatientWriteResult.Duplicate());
        });
    }

    /// Patient.id of an NHS number.
    public Uni<Optional<String>> idOf(NhsNumber number) {
        return repository.idOf(pool, number);
    }

    Uni<List<PatientMatch>> matchId(String patientId) {
        return repository.matchId(pool, patientId);
    }

    /// What a patient is called: the official name, else the first.
    Uni<Optional<HumanName>> nameOf(String patientId) {
        return repository.find(pool, patientId).map(found -> found.flatMap(PatientService::nameOf));
    }

    private static Optional<HumanName> nameOf(PatientRecord record) {
        var names = FhirJson.read(record.resource().content(), Patient.class).getName();
        return names.stream()
                .filter(name -> name.getUse() == HumanName.NameUse.OFFICIAL)
                .findFirst()
                .or(() -> names.stream().findFirst());
    }

    /// Codes of the security labels of all records of a patient.
    ///
    /// @param patientId of the record in force; nobody has none
    Uni<Set<String>> labels(String patientId) {
        return repository.labels(pool, patientId);
    }

    Uni<List<PatientMatch>> match(List<PatientIdentifier> identifiers) {
        return registry.match(pool, identifiers);
    }

    /// Whether PostgreSQL refused a row because a key of it is taken.
    public static boolean isUniqueViolation(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private Uni<Optional<PatientWriteResult>> existing(Caller caller, Once once) {
        if (once.ifNoneExist().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return registry.match(pool, List.of(once.ifNoneExist().get())).chain(matches -> {
            var ids = matches.stream().map(PatientMatch::patientId).distinct().toList();
            return switch (ids.size()) {
                case 0 -> Uni.createFrom().item(Optional.empty());
                case 1 -> readable(caller, ids.getFirst()).map(Optional::of);
                default -> Uni.createFrom().item(Optional.of(new PatientWriteResult.ManyMatches()));
            };
        });
    }

    /// The record is shown only to those who may read it; others are refused like any other read.
    private Uni<PatientWriteResult> readable(Caller caller, String id) {
        return repository
                .find(pool, id)
                .map(found -> found.orElseThrow().resource())
                .chain(record -> access.permit(caller, record.question(Action.READ, "Patient"))
                        .map(decision -> new PatientWriteResult.Existing(record.shownBy(decision))));
    }

    private Uni<PatientWriteResult> createOnce(SqlClient connection, Create create) {
        return inbox.accept(connection, create.source(), create.messageId())
                .chain(first -> first ? createFirst(connection, create) : repeated(connection, create));
    }

    private Uni<PatientWriteResult> repeated(SqlClient connection, Create create) {
        return inbox.answerTo(connection, create.source(), create.messageId())
                .map(answer -> Answered.parse(answer.orElse("")))
                .chain(answered -> repository
                        .find(connection, answered.id())
                        .map(found -> found.filter(stored -> answered.isTo(create) && isFamiliar(stored, create))
                                .<PatientWriteResult>map(stored -> new PatientWriteResult.Existing(stored.resource()))
                                .orElseGet(PatientWriteResult.Repeated::new)));
    }

    /// A client that may not see any more what it once created is not shown it.
    private static boolean isFamiliar(PatientRecord stored, Create create) {
        return stored.fingerprint().equals(PatientRegistry.fingerprintOf(create.patient()))
                || stored.resource().organisations().contains(create.caller().organisation());
    }

    private Uni<PatientWriteResult> createFirst(SqlClient connection, Create create) {
        return registry.match(connection, create.columns().keys())
                .chain(matches -> matches.isEmpty()
                        ? registry.add(connection, create.patient(), sourceOf(create.caller()))
                                .map(PatientWriteResult.Created::new)
                        : compare(connection, create, matches.getFirst().patientId()))
                .call(result -> remember(connection, create, result));
    }

    private Uni<PatientWriteResult> compare(SqlClient connection, Create create, String id) {
        return repository.find(connection, id).map(found -> {
            var stored = found.orElseThrow();
            return stored.fingerprint().equals(PatientRegistry.fingerprintOf(create.patient()))
                            && stored.resource()
                                    .organisations()
                                    .contains(create.caller().organisation())
                    ? new PatientWriteResult.Existing(stored.resource())
                    : new PatientWriteResult.Duplicate();
        });
    }

    private Uni<Void> remember(SqlClient connection, Create create, PatientWriteResult result) {
        return switch (result) {
            case PatientWriteResult.Created(StoredResource resource) ->
                inbox.remember(connection, create.source(), create.messageId(), Answered.of(create, resource));
            case PatientWriteResult.Existing(StoredResource resource) ->
                inbox.remember(connection, create.source(), create.messageId(), Answered.of(create, resource));
            case PatientWriteResult.Updated updated -> Uni.createFrom().voidItem();
            case PatientWriteResult.NotFound missing -> Uni.createFrom().voidItem();
            case PatientWriteResult.VersionConflict conflict -> Uni.createFrom().voidItem();
            case PatientWriteResult.Duplicate duplicate -> Uni.createFrom().voidItem();
            case PatientWriteResult.Merged merged -> Uni.createFrom().voidItem();
            case PatientWriteResult.Repeated repeated -> Uni.createFrom().voidItem();
            case PatientWriteResult.ManyMatches many -> Uni.createFrom().voidItem();
        };
    }

    private Uni<PatientWriteResult> updateLocked(SqlClient connection, Update update) {
        return registry.lock(connection, update.id()).chain(found -> {
            var kin = found.orElseThrow();
            var record = kin.record(update.id());
            if (record.merge().into().isPresent()) {
                return Uni.createFrom()
                        .item(new PatientWriteResult.Merged(record.resource().patientId()));
            }
            return record.resource().version() == update.version()
                    ? registry.change(connection, kin, update.id(), update.patient(), sourceOf(update.caller()))
                            .map(PatientWriteResult.Updated::new)
                    : Uni.createFrom()
                            .item(new PatientWriteResult.VersionConflict(
                                    record.resource().version()));
        });
    }

    private static PatientRegistry.Source sourceOf(Caller caller) {
        return new PatientRegistry.Source(caller, true, "registration", TrustOrder.Kind.OWN);
    }

    private record Create(Caller caller, Patient patient, PatientColumns columns, Once once) {
        String source() {
            return "http:" + caller.clientId();
        }

        String messageId() {
            return "Patient:" + once.requestId();
        }
    }

    /// What is remembered of a create: a request id that comes again with another Patient is refused,
    /// and never answered with somebody else.
    ///
    /// @param fingerprint of the Patient as it was sent; empty in what was remembered before it was kept
    private record Answered(String id, String fingerprint) {
        static String of(Create create, StoredResource resource) {
            return resource.id() + " " + PatientRegistry.fingerprintOf(create.patient());
        }

        static Answered parse(String text) {
            var parts = text.split(" ", 2);
            return new Answered(parts[0], parts.length > 1 ? parts[1] : "");
        }

        boolean isTo(Create create) {
            return fingerprint.isEmpty() || fingerprint.equals(PatientRegistry.fingerprintOf(create.patient()));
        }
    }

    private record Update(Caller caller, String id, Patient patient, int version) {}
}
