package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.SecurityLabels;

/// Rows of studies and their series. Plain SQL: one request brings many rows, and each statement
/// takes them all.
@ApplicationScoped
class StudyRepository {
    private static final String INSERT = """
            insert into study (id, version, last_updated, content, study_uid, custodian, match_state,
                dicom_patient_id, dicom_patient_issuer, patient_name, patient_birth_date, patient_sex,
                accession_number, accession_issuer, study_date, study_time, started_at, study_id_text, description,
                referrer, attributes)
            values ($1, 0, now(), '', $2, $3, 'unmatched',
                $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            on conflict (study_uid) do nothing""";
    private static final String UPDATE = """
            update study set version = $2, last_updated = $3, content = $4, organisations = $5, match_state = $6,
                match_reason = $7, patient_id = nullif($8, ''), nhs_number = nullif($9, ''),
                order_id = nullif($10, ''), modalities = $11, body_part = $12, series_count = $13,
                instance_count = $14, recorded_patient_id = $15, security_labels = $16, match_checked_at = now(),
                labels_known = labels_known and order_id is not distinct from nullif($10, '')
            where id = $1""";
    private static final String SERIES = """
            select study_id, series_uid, modality, series_number, description, body_part, started_at, instance_count
            from series where study_id = any ($1) and instance_count > 0
            order by study_id, series_number nulls last, series_uid""";
    private static final String UNMOVED = "select " + StudyRows.COLUMNS + """
             from study where patient_id <> $2 and id in (
                (select id from study where recorded_patient_id = $1 and patient_id < $2 limit $3)
                union all
                (select id from study where recorded_patient_id = $1 and patient_id > $2 limit $3))
            order by id for update""";
    private static final String UNLABELLED = "select " + StudyRows.COLUMNS + """
             from study where order_id is not null and not labels_known
            order by match_checked_at desc limit 200""";
    private static final String REMOVE_EMPTY =
            "delete from study where id = any ($1) and instance_count = 0 and version = 0";
    private static final String ADD_IDENTIFIER =
            "insert into study_identifier (resource_id, system, value) values ($1, $2, $3) on conflict do nothing";
    private static final String ADD_MODALITY =
            "insert into study_modality (resource_id, system, value) values ($1, $2, $3) on conflict do nothing";

    /// @param lock whether the rows are to stay as they are until the transaction ends
    Uni<Map<String, Study>> byUid(SqlClient connection, Collection<String> studyUids, boolean lock) {
        var sql = "select " + StudyRows.COLUMNS + " from study where study_uid = any ($1) order by study_uid"
                + (lock ? " for update" : "");
        return list(connection, sql, Tuple.of(studyUids.toArray(String[]::new))).map(StudyRepository::byUid);
    }

    Uni<List<Study>> byIdForUpdate(SqlClient connection, String id) {
        return list(connection, "select " + StudyRows.COLUMNS + " from study where id = $1 for update", Tuple.of(id));
    }

    /// Studies that wait for their patient or order, those that were tried longest ago first.
    Uni<List<Study>> waiting(SqlClient connection, String condition, Tuple arguments) {
        return list(
                connection,
                "select " + StudyRows.COLUMNS + " from study where " + condition
                        + " order by match_checked_at limit 200",
                arguments);
    }

    /// Studies whose order was not asked for its labels, those that came in last first: an order
    /// becomes sensitive soon or seldom, and a new study is not to wait behind all that there ever
    /// were.
    Uni<List<Study>> unlabelled(SqlClient connection) {
        return list(connection, UNLABELLED, Tuple.tuple());
    }

    /// Some studies that were recorded under a record and count for another patient than they
    /// should, locked.
    Uni<List<Study>> unmoved(SqlClient connection, Standing standing, int limit) {
        var arguments = Tuple.of(standing.recordedPatientId(), standing.patientId(), limit);
        return list(connection, UNMOVED, arguments);
    }

    Uni<Void> insert(SqlClient connection, Map<String, Study> studies) {
        if (studies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = studies.values().stream().map(StudyRepository::newRow).toList();
        return connection.preparedQuery(INSERT).executeBatch(rows).replaceWithVoid();
    }

    Uni<Void> removeEmpty(SqlClient connection, Collection<String> ids) {
        return connection
                .preparedQuery(REMOVE_EMPTY)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Map<String, List<SeriesSummary>>> series(SqlClient connection, Collection<String> studyIds) {
        return connection
                .preparedQuery(SERIES)
                .execute(Tuple.of(studyIds.toArray(String[]::new)))
                .map(rows -> {
                    var byStudy = new LinkedHashMap<String, List<SeriesSummary>>();
                    rows.forEach(row -> byStudy.computeIfAbsent(row.getString("study_id"), id -> new ArrayList<>())
                            .add(StudyRows.seriesOf(row)));
                    return byStudy;
                });
    }

    /// Writes studies as they are now, with what FHIR searches find them by.
    Uni<Void> update(SqlClient connection, List<Study> studies, Map<String, byte[]> contents) {
        if (studies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = studies.stream()
                .map(study -> changedRow(study, contents.getOrDefault(study.id(), new byte[0])))
                .toList();
        var modalities = studies.stream()
                .flatMap(study ->
                        study.modalities().stream().map(code -> Tuple.of(study.id(), IdentifierSystems.MODALITY, code)))
                .toList();
        var identifiers = studies.stream()
                .flatMap(study -> StudyIdentifiers.of(study).stream())
                .toList();
        return connection
                .preparedQuery(UPDATE)
                .executeBatch(rows)
                .chain(() -> connection.preparedQuery(ADD_IDENTIFIER).executeBatch(identifiers))
                .chain(() -> modalities.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(ADD_MODALITY)
                                .executeBatch(modalities)
                                .replaceWithVoid());
    }

    private static Uni<List<Study>> list(SqlClient connection, String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments).map(rows -> {
            var found = new ArrayList<Study>(rows.size());
            rows.forEach(row -> found.add(StudyRows.studyOf(row)));
            return found;
        });
    }

    private static Map<String, Study> byUid(List<Study> studies) {
        var byUid = new LinkedHashMap<String, Study>();
        studies.forEach(study -> byUid.put(study.attributes().studyUid(), study));
        return byUid;
    }

    private static Tuple newRow(Study study) {
        var said = study.attributes();
        return Tuple.tuple()
                .addString(study.id())
                .addString(said.studyUid())
                .addString(study.ownership().custodian())
                .addString(said.patientId())
                .addString(said.patientIssuer())
                .addString(said.patientName())
                .addLocalDate(said.birthDate().orElse(null))
                .addString(said.sex())
                .addString(said.accessionNumber())
                .addString(said.accessionIssuer())
                .addLocalDate(said.studyDate().orElse(null))
                .addString(said.studyTime())
                .addOffsetDateTime(said.startedAt()
                        .map(time -> time.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addString(said.studyId())
                .addString(said.description())
                .addString(said.referrer())
                .addValue(Buffer.buffer(said.json()));
    }

    private static Tuple changedRow(Study study, byte[] content) {
        var ownership = study.ownership();
        return Tuple.tuple()
                .addString(study.id())
                .addInteger(study.version())
                .addOffsetDateTime(study.lastUpdated().atOffset(ZoneOffset.UTC))
                .addValue(Buffer.buffer(content))
                .addValue(ownership.organisations().toArray(String[]::new))
                .addString(ownership.state().code())
                .addString(ownership.reason())
                .addString(ownership.patientId())
                .addString(ownership.nhsNumber())
                .addString(ownership.orderId())
                .addValue(study.modalities().toArray(String[]::new))
                .addString(study.bodyPart())
                .addInteger(study.seriesCount())
                .addInteger(study.instanceCount())
                .addString(ownership.recordedPatientId())
                .addValue(ownership.labels().stream()
                        .map(SecurityLabels.Label::toString)
                        .toArray(String[]::new));
    }
}
