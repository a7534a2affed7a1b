package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.identity.patients.content.PatientColumns;
import org.meridiandx.identity.patients.content.PatientIdentifier;

/// Plain SQL and not Hibernate: a Patient is a copy of bytes with a few columns, ADT intake is a
/// hot path, and the identifiers are written with one statement.
@ApplicationScoped
class PatientRepository {
    private static final String INSERT = """
            insert into patient (id, version, last_updated, patient_id, organisations, content, nhs_number, family,
                given, birth_date, gender, deceased, postcode, outward, restricted, sensitive, fingerprint,
                own_content, said_by, said_kind, said_at, merged_into, merged_at, merge_reason, standing_version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $22, $23, $24, $25)""";
    /// All parts see the row as it was before.
    private static final String UPDATE = """
            with kept as (
                insert into patient_version (id, version, last_updated, content)
                select id, version, last_updated, content from patient where id = $1 and version < $2)
            update patient set version = $2, last_updated = $3, patient_id = $4, organisations = $5, content = $6,
                nhs_number = $7, family = $8, given = $9, birth_date = $10, gender = $11, deceased = $12,
                postcode = $13, outward = $14, restricted = $15, sensitive = $16, fingerprint = $17,
                own_content = $18, said_by = $19, said_kind = $20, said_at = $21, merged_into = $22, merged_at = $23,
                merge_reason = $24, standing_version = $25
            where id = $1""";
    private static final String MOVE = """
            update patient set patient_id = $2, standing_version = $3 where id = any($1) and id <> $2""";
    private static final String WRITE_IDENTIFIERS = """
            with said as (
                select * from unnest($2::text[], $3::text[], $4::boolean[], $5::boolean[])
                    as i (system, value, is_key, travelled)),
            gone as (
                delete from patient_identifier i where i.resource_id = $1
                    and not exists (select 1 from said where said.system = i.system and said.value = i.value))
            insert into patient_identifier as i (resource_id, system, value, is_key, travelled)
            select $1, system, value, is_key, travelled from said
            on conflict (resource_id, system, value) do update
                set is_key = excluded.is_key, travelled = excluded.travelled
                where (i.is_key, i.travelled) is distinct from (excluded.is_key, excluded.travelled)""";
    private static final String MATCHED = """
            select p.id, r.id, r.standing_version, %s, coalesce(r.nhs_number, p.nhs_number), p.nhs_number, r.family,
                r.birth_date, r.gender, p.deceased
            from %s join patient p on p.id = r.patient_id""";
    private static final String MATCH = MATCHED.formatted("i.system, i.value, i.is_key", """
            unnest($1::text[], $2::text[]) as k (system, value)
            join patient_identifier i on i.system = k.system and i.value = k.value and not i.travelled
            join patient r on r.id = i.resource_id""") + " limit 100";
    private static final String MATCH_ID = MATCHED.formatted("'', '', true", "patient r") + " where r.id = $1";
    private static final String LABELLED =
            "select content from patient where patient_id = $1 and position('\"security\"' in content) > 0";
    private static final String LOCK_ROOT = """
            select root.id from patient p join patient root on root.id = p.patient_id where p.id = $1
            for update of root""";

    Uni<Optional<PatientRecord>> find(SqlClient connection, String id) {
        return records(connection, " where id = $1", id)
                .map(found -> found.stream().findFirst());
    }

    /// The patient in force, held to the end of the transaction. As long as it is, no record is merged
    /// into this patient or parted from it: those who do so hold it too.
    Uni<Optional<String>> lockRoot(SqlClient connection, String id) {
        return text(connection, LOCK_ROOT, id);
    }

    /// All records of a patient whose root is held, held too. A statement of its own: while one waits
    /// for a lock it does not see what comes in.
    Uni<List<PatientRecord>> lockAll(SqlClient connection, String patientId) {
        return records(connection, " where patient_id = $1 order by id for update", patientId);
    }

    /// All records of the patient that this one belongs to, for looking only.
    Uni<List<PatientRecord>> all(SqlClient connection, String id) {
        return records(
                connection, " where patient_id = (select patient_id from patient where id = $1) order by id", id);
    }

    /// One merge or unmerge at a time in the region: they are rare, and touch several patients.
    Uni<Void> lockMerges(SqlClient connection) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtext('patient-merges'))")
                .execute()
                .replaceWithVoid();
    }

    Uni<Long> nextStanding(SqlClient connection) {
        return connection
                .preparedQuery("select nextval('standing_version')")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Uni<Optional<String>> idOf(SqlClient connection, NhsNumber number) {
        return text(
                connection,
                "select patient_id from patient where nhs_number = $1 order by merged_into nulls first limit 1",
                number.value());
    }

    Uni<List<PatientMatch>> match(SqlClient connection, List<PatientIdentifier> identifiers) {
        return connection
                .preparedQuery(MATCH)
                .execute(Tuple.of(
                        identifiers.stream().map(PatientIdentifier::system).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::value).toArray(String[]::new)))
                .map(PatientRows::matches);
    }

    Uni<List<PatientMatch>> matchId(SqlClient connection, String id) {
        return connection.preparedQuery(MATCH_ID).execute(Tuple.of(id)).map(PatientRows::matches);
    }

    /// Codes of the security labels of all records of a patient.
    Uni<Set<String>> labels(SqlClient connection, String patientId) {
        return connection.preparedQuery(LABELLED).execute(Tuple.of(patientId)).map(rows -> {
            var labels = new HashSet<String>();
            rows.forEach(row -> labels.addAll(SecurityLabels.of(row.getBuffer(0).getBytes())));
            return labels;
        });
    }

    Uni<Void> insert(SqlClient connection, PatientRecord record, PatientColumns columns) {
        return connection
                .preparedQuery(INSERT)
                .execute(PatientRows.tupleOf(record, columns))
                .chain(() -> writeIdentifiers(connection, record.id(), columns.identifiers()));
    }

    /// Writes a row that is locked, and keeps the version that it replaces.
    Uni<Void> update(SqlClient connection, PatientRecord record, PatientColumns columns) {
        return connection
                .preparedQuery(UPDATE)
                .execute(PatientRows.tupleOf(record, columns))
                .chain(() -> writeIdentifiers(connection, record.id(), columns.identifiers()));
    }

    /// Records that were merged before follow the one that they are merged into.
    Uni<Void> move(SqlClient connection, List<String> ids, String patientId, long version) {
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(ids.toArray(String[]::new), patientId, version))
                .replaceWithVoid();
    }

    /// @return when a version was stored, and its bytes
    Uni<Optional<OldVersion>> version(SqlClient connection, String id, int version) {
        return connection
                .preparedQuery("select last_updated, content from patient_version where id = $1 and version = $2")
                .execute(Tuple.of(id, version))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(new OldVersion(
                                rows.iterator().next().getOffsetDateTime(0),
                                rows.iterator().next().getBuffer(1)))
                        : Optional.empty());
    }

    record OldVersion(OffsetDateTime lastUpdated, Buffer content) {
        @Override
        public String toString() {
            return "OldVersion[" + lastUpdated.withOffsetSameInstant(ZoneOffset.UTC) + "]";
        }
    }

    private static Uni<List<PatientRecord>> records(SqlClient connection, String condition, String id) {
        return connection
                .preparedQuery(PatientRows.SELECT + condition)
                .execute(Tuple.of(id))
                .map(PatientRows::records);
    }

    private static Uni<Optional<String>> text(SqlClient connection, String sql, String argument) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(argument))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getString(0))
                        : Optional.empty());
    }

    private static Uni<Void> writeIdentifiers(SqlClient connection, String id, List<PatientIdentifier> identifiers) {
        return connection
                .preparedQuery(WRITE_IDENTIFIERS)
                .execute(Tuple.of(
                        id,
                        identifiers.stream().map(PatientIdentifier::system).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::value).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::isKey).toArray(Boolean[]::new),
                        identifiers.stream().map(PatientIdentifier::isTravelled).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }
}
