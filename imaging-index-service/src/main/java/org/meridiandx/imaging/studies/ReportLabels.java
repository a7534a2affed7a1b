package org.meridiandx.imaging.studies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.fhir.SecurityLabels;

/// Security labels of reports, kept by what a study shares with its report: accession number and
/// patient. Like those of orders they are added and never taken away.
///
/// Who writes studies reads the labels in the same transaction, under a shared lock per accession
/// number; who keeps a label waits for them. So a study is either written with the label, or is
/// there to be given it after it. Plain SQL, because the writers are hot paths: two statements,
/// sent together.
@ApplicationScoped
public class ReportLabels {
    private static final String LOCK_TO_WRITE_STUDIES = """
            select pg_advisory_xact_lock_shared(hashtextextended('report-label:' || number, 0))
            from (select distinct number from unnest($1::text[]) as t(number) order by number) as numbers""";
    private static final String LOCK_TO_KEEP =
            "select pg_advisory_xact_lock(hashtextextended('report-label:' || $1, 0))";
    private static final String OF_STUDIES = """
            select t.study_id, r.labels
            from unnest($1::text[], $2::text[], $3::text[]) as t(study_id, accession_number, patient_id)
            join report_label r on r.accession_number = t.accession_number
            left join patient_standing p on p.recorded_patient_id = r.recorded_patient_id
            where coalesce(p.patient_id, r.recorded_patient_id) = t.patient_id""";
    private static final String KEEP = """
            insert into report_label as kept (report_id, accession_number, recorded_patient_id, labels)
            values ($1, $2, $3, $4)
            on conflict (report_id, accession_number, recorded_patient_id) do update
            set labels = array(select distinct unnest(kept.labels || excluded.labels) order by 1)""";
    private static final String OF_RECORDS = """
            select report_id, accession_number, recorded_patient_id, labels
            from report_label where recorded_patient_id = any ($1)""";
    private final Pool pool;

    ReportLabels(Pool pool) {
        this.pool = pool;
    }

    /// A labelled report.
    ///
    /// @param recordedPatientId Patient.id that it was told under
    public record Labelled(
            String reportId, String accessionNumber, String recordedPatientId, Set<SecurityLabels.Label> labels) {
        public Labelled {
            labels = Set.copyOf(labels);
        }

        @Override
        public String toString() {
            return "Labelled[reportId=" + reportId + "]";
        }
    }

    /// Keeps the labels for studies that are written from now on. Safe to repeat.
    ///
    /// **Hazard:** a report becomes sensitive while its images are being stored.
    public Uni<Void> keep(Labelled report) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_TO_KEEP)
                .execute(Tuple.of(report.accessionNumber()))
                .chain(() -> connection
                        .preparedQuery(KEEP)
                        .execute(Tuple.of(
                                report.reportId(),
                                report.accessionNumber(),
                                report.recordedPatientId(),
                                textsOf(report.labels()))))
                .replaceWithVoid());
    }

    /// Those of some records of patients: after a merge they count for studies of the others too.
    public Uni<List<Labelled>> ofRecords(List<String> recordedPatientIds) {
        return pool.preparedQuery(OF_RECORDS)
                .execute(Tuple.of(recordedPatientIds.toArray(String[]::new)))
                .map(rows -> {
                    var found = new ArrayList<Labelled>(rows.size());
                    rows.forEach(row -> found.add(new Labelled(
                            row.getString("report_id"),
                            row.getString("accession_number"),
                            row.getString("recorded_patient_id"),
                            labelsOf(row))));
                    return found;
                });
    }

    /// Studies with the labels of their reports, as they are to be written in this transaction.
    Uni<List<Study>> added(SqlConnection connection, List<Study> studies) {
        var concerned = studies.stream()
                .filter(study -> !study.attributes().accessionNumber().isEmpty())
                .filter(study -> !study.ownership().patientId().isEmpty())
                .toList();
        if (concerned.isEmpty()) {
            return Uni.createFrom().item(studies);
        }
        var ids = concerned.stream().map(Study::id).toArray(String[]::new);
        var numbers = concerned.stream()
                .map(study -> study.attributes().accessionNumber())
                .toArray(String[]::new);
        var patients =
                concerned.stream().map(study -> study.ownership().patientId()).toArray(String[]::new);
        var locked = connection.preparedQuery(LOCK_TO_WRITE_STUDIES).execute(Tuple.of(numbers));
        // a statement of its own: it has to see what was committed while the lock was waited for
        var read = connection.preparedQuery(OF_STUDIES).execute(Tuple.of(ids, numbers, patients));
        return Uni.combine().all().unis(locked, read).asTuple().map(found -> added(studies, found.getItem2()));
    }

    private static List<Study> added(List<Study> studies, RowSet<Row> rows) {
        Map<String, Set<SecurityLabels.Label>> byStudy = new HashMap<>();
        rows.forEach(row -> byStudy.computeIfAbsent(row.getString("study_id"), id -> new HashSet<>())
                .addAll(labelsOf(row)));
        return byStudy.isEmpty()
                ? studies
                : studies.stream()
                        .map(study ->
                                study.with(study.ownership().labelled(byStudy.getOrDefault(study.id(), Set.of()))))
                        .toList();
    }

    private static Set<SecurityLabels.Label> labelsOf(Row row) {
        return SecurityLabels.parse(row.getArrayOfStrings("labels"));
    }

    private static String[] textsOf(Set<SecurityLabels.Label> labels) {
        return labels.stream().map(SecurityLabels.Label::toString).sorted().toArray(String[]::new);
    }
}
