package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.content.PatientMapper;
import org.meridiandx.identity.patients.content.Restriction;
import org.meridiandx.identity.patients.content.Travelled;
import org.meridiandx.identity.patients.values.FieldGroup;
import org.meridiandx.identity.patients.values.SaidValues;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.identity.relationships.Relationship;
import org.meridiandx.identity.relationships.RelationshipService;

/// Writes patients: row, identifiers, relationship, event and audit, all in the transaction that it
/// is given.
@ApplicationScoped
public class PatientRegistry {
    private final PatientRepository repository;
    private final PatientStore store;
    private final SaidValues values;
    private final RelationshipService relationships;
    private final PatientAnnouncements announcements;

    PatientRegistry(
            PatientRepository repository,
            PatientStore store,
            SaidValues values,
            RelationshipService relationships,
            PatientAnnouncements announcements) {
        this.repository = repository;
        this.store = store;
        this.values = values;
        this.relationships = relationships;
        this.announcements = announcements;
    }

    /// On whose word a patient is written.
    ///
    /// @param isRegistered whether the organisation is one of the region's, and so is named on the
    /// record
    /// @param ground of the relationship: `registration` or `adt`
    /// @param kind how far it is to be trusted
    /// @param toldAt when they said it; empty where that is now
    public record Source(
            Caller caller, boolean isRegistered, String ground, TrustOrder.Kind kind, Optional<Instant> toldAt) {
        public Source(Caller caller, boolean isRegistered, String ground, TrustOrder.Kind kind) {
            this(caller, isRegistered, ground, kind, Optional.empty());
        }

        String name() {
            return caller.organisation();
        }

        boolean mayLiftRestriction() {
            return PatientRoles.mayAdminister(caller);
        }
    }

    /// The patients that any of these identifiers names.
    public Uni<List<PatientMatch>> match(SqlClient connection, List<PatientIdentifier> identifiers) {
        return identifiers.isEmpty() ? Uni.createFrom().item(List.of()) : repository.match(connection, identifiers);
    }

    /// All records of a patient, held until the end of the transaction.
    public Uni<Optional<PatientKin>> lock(SqlClient connection, String recordId) {
        return store.lock(connection, recordId);
    }

    /// Adds a patient.
    ///
    /// @return what was stored; fails with a ProblemException (400) for a bad resource, and with
    /// SQL state
    /// 23505 where one of its key identifiers is another patient's
    public Uni<StoredResource> add(SqlClient connection, Patient patient, Source source) {
        var whole = Travelled.strip(patient.copy());
        PatientMapper.columnsOf(whole);
        var id = UUID.randomUUID().toString();
        var at = store.now();
        var fingerprint = fingerprintOf(whole);
        var own = PatientStore.ownBytes(whole);
        var practice = FieldGroup.PRACTICE.only(whole);
        var served = Restriction.hide(whole);
        var columns = PatientMapper.columnsOf(served);
        var organisations = new TreeSet<String>();
        columns.custodian().ifPresent(organisations::add);
        if (source.isRegistered()) {
            organisations.add(source.name());
        }
        var stored = at.truncatedTo(ChronoUnit.MILLIS);
        var record = new PatientRecord(
                new StoredResource(id, 1, stored, id, organisations, PatientStore.bytesOf(served, id, 1, stored)),
                own,
                fingerprint,
                new PatientRecord.Word(source.name(), source.kind(), at),
                PatientRecord.Merge.NONE);
        return store.insert(connection, record, columns)
                .call(() -> relate(connection, id, source))
                .call(() -> registerPractice(connection, id, practice, source))
                .call(resource -> announcements.created(connection, resource, source.caller()));
    }

    /// Brings a record up to what a source says of it. What a more trusted source has said stays in
    /// force, and what loses is kept beside it.
    ///
    /// @param kin held
    /// @param recordId of it
    /// @param patient the whole record as the source would have it
    /// @return the record as it is served now
    public Uni<StoredResource> change(
            SqlClient connection, PatientKin kin, String recordId, Patient patient, Source source) {
        var before = kin.whole(recordId);
        Restriction.keep(before, patient, source.mayLiftRestriction());
        var change = PatientChange.of(kin, recordId, Travelled.strip(patient), source);
        PatientMapper.columnsOf(change.own());
        if (change.isNothing()) {
            return relate(connection, recordId, source)
                    .replaceWith(kin.record(recordId).resource());
        }
        var isRestriction = Restriction.isRestricted(before) != Restriction.isRestricted(patient);
        return values.trust(connection)
                .map(trust -> change.said(trust, source.toldAt().orElseGet(store::now), fingerprintOf(patient)))
                .chain(said -> values.add(connection, said.fresh())
                        .chain(() -> store.write(connection, said.after(), kin.touchedBy(recordId, said.after())))
                        .call(() -> registerPractice(
                                connection, recordId, said.after().whole(recordId), source))
                        .call(written -> announcements.updated(
                                connection,
                                written,
                                source.caller(),
                                new PatientAnnouncements.About(isDeath(kin, said.after(), recordId), isRestriction))))
                .call(() -> relate(connection, recordId, source))
                .map(written -> PatientMessages.of(written, recordId)
                        .orElse(kin.record(recordId).resource()));
    }

    /// Whether the patient counts as dead or alive otherwise than before: what loses against a more trusted
    /// source is nobody's death.
    ///
    /// **Hazard:** appointments and orders of a living patient that are cancelled on a stranger's word.
    private static boolean isDeath(PatientKin before, PatientKin after, String recordId) {
        var patientId = after.lineage().rootOf(recordId);
        return !FieldGroup.DEATH.isSame(before.whole(patientId), after.whole(patientId));
    }

    /// Notes that the organisation has to do with the patient.
    public Uni<Void> relate(SqlClient connection, String recordId, Source source) {
        return relationships.add(
                connection, List.of(new Relationship(recordId, source.caller().organisation(), source.ground())));
    }

    /// The practice that the record names now has a ground, and one that it names no more has none.
    private Uni<Void> registerPractice(SqlClient connection, String patientId, Patient patient, Source source) {
        var practices = patient.getGeneralPractitioner().stream()
                .map(Reference::getIdentifier)
                .filter(identifier -> IdentifierSystems.ODS_ORGANISATION.equals(identifier.getSystem()))
                .map(Identifier::getValue)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return relationships.registered(
                connection,
                patientId,
                practices,
                source.ground() + ":" + source.caller().organisation());
    }

    /// SHA-256 of the resource without id, version and time: tells the same content sent again.
    static String fingerprintOf(Patient patient) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(PatientStore.ownBytes(patient)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
