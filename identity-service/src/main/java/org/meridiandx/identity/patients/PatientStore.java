package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.PatientColumns;
import org.meridiandx.identity.patients.content.PatientMapper;
import org.meridiandx.identity.patients.values.SaidValues;

/// Holds and writes the records of a patient, so that what is served always follows from what was
/// said and merged.
@ApplicationScoped
class PatientStore {
    private static final int TRIES = 3;
    private final PatientRepository repository;
    private final SaidValues values;
    private final Clock clock;

    PatientStore(PatientRepository repository, SaidValues values, Clock clock) {
        this.repository = repository;
        this.values = values;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// The records of the patient that this one belongs to, held to the end of the transaction; empty
    /// where there is no such record.
    Uni<Optional<PatientKin>> lock(SqlClient connection, String recordId) {
        return lock(connection, recordId, TRIES);
    }

    /// As [#lock], for looking only.
    Uni<Optional<PatientKin>> look(SqlClient connection, String recordId) {
        return repository
                .all(connection, recordId)
                .chain(records -> records.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : kinOf(connection, records).map(Optional::of));
    }

    private Uni<Optional<PatientKin>> lock(SqlClient connection, String recordId, int tries) {
        return repository.lockRoot(connection, recordId).chain(root -> {
            if (root.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return repository.lockAll(connection, root.get()).chain(records -> {
                if (records.stream().anyMatch(record -> record.id().equals(recordId))) {
                    return kinOf(connection, records).map(Optional::of);
                }
                // Merged or parted since its patient was read.
                return tries > 1
                        ? lock(connection, recordId, tries - 1)
                        : Uni.createFrom().failure(new IllegalStateException("a record keeps moving"));
            });
        });
    }

    private Uni<PatientKin> kinOf(SqlClient connection, List<PatientRecord> records) {
        return values.of(connection, records.stream().map(PatientRecord::id).toList())
                .map(said -> PatientKin.of(records, said));
    }

    Uni<StoredResource> insert(SqlClient connection, PatientRecord record, PatientColumns columns) {
        return repository.insert(connection, record, columns).replaceWith(record.resource());
    }

    /// Writes records of this patient where what is served of them, or what they say, has changed.
    ///
    /// @return those whose served content is new
    Uni<List<StoredResource>> write(SqlClient connection, PatientKin kin, Collection<String> ids) {
        var now = now().truncatedTo(ChronoUnit.MILLIS);
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> write(connection, kin, id, now))
                .collect()
                .asList()
                .map(written -> written.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<StoredResource>> write(SqlClient connection, PatientKin kin, String id, Instant now) {
        var record = kin.record(id);
        var before = record.resource();
        var served = kin.served(id);
        var isNew = !Arrays.equals(bytesOf(served, id, before.version(), before.lastUpdated()), before.content());
        var version = isNew ? before.version() + 1 : before.version();
        var at = isNew ? now : before.lastUpdated();
        var columns = PatientMapper.columnsOfServed(served);
        var organisations = new TreeSet<>(before.organisations());
        columns.custodian().ifPresent(organisations::add);
        var resource = new StoredResource(
                id, version, at, kin.lineage().rootOf(id), organisations, bytesOf(served, id, version, at));
        var row = new PatientRecord(resource, record.ownContent(), record.fingerprint(), record.word(), record.merge());
        return repository
                .update(connection, row, columns)
                .replaceWith(isNew ? Optional.of(resource) : Optional.empty());
    }

    static byte[] bytesOf(Patient patient, String id, int version, Instant at) {
        patient.setId(id);
        patient.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(Date.from(at));
        return FhirJson.encode(patient);
    }

    /// What a record says for itself: without id, version and time.
    static byte[] ownBytes(Patient patient) {
        var own = patient.copy();
        own.setId((String) null);
        own.getMeta().setVersionId(null);
        own.getMeta().setLastUpdated(null);
        return FhirJson.encode(own);
    }
}
