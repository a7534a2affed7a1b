package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.directory.Standing;
import org.meridiandx.result.resources.ResourceTree;

/// A report on record with all that came with it, to be filed again as its next version.
@ApplicationScoped
public class FiledReports {
    private static final String HEAD = """
            select id, version, content, organisations, patient_id, patient_nhs_number, recorded_patient_id,""";
    private static final String REPORT_COLUMNS = HEAD + " order_id, report_key, content_hash from diagnostic_report ";
    private static final String OBSERVATION_COLUMNS = HEAD + " order_id, report_id, observation_key from observation ";
    private static final String SPECIMEN_COLUMNS = HEAD + " report_id, specimen_key from specimen ";
    private static final String REPORT = REPORT_COLUMNS + "where id = $1 for update";
    private static final String OBSERVATIONS = OBSERVATION_COLUMNS + "where report_id = $1";
    private static final String SPECIMENS = SPECIMEN_COLUMNS + "where report_id = $1";
    /// At most $3 rows of a record on either side of its patient in the index, and no more than 8
    /// MB of them but for the last: a report may hold a large PDF.
    private static final String UNMOVED = """
            where patient_id <> $2 and id in (
                select id from (
                    select id, sum(bytes) over (order by id) - bytes as bytes_before from (
                        (select id, octet_length(content) as bytes from %1$s
                        where recorded_patient_id = $1 and patient_id < $2 limit $3)
                        union all
                        (select id, octet_length(content) as bytes from %1$s
                        where recorded_patient_id = $1 and patient_id > $2 limit $3)) as unmoved) as sized
                where bytes_before < 8388608)
            for update""";
    private final ResultRepository repository;

    FiledReports(ResultRepository repository) {
        this.repository = repository;
    }

    /// @param report as it stands
    /// @param observations its lines as they stand
    /// @param specimens its specimens as they stand
    public record Filed(ReportVersion report, List<ObservationVersion> observations, List<SpecimenVersion> specimens) {
        public Filed {
            observations = List.copyOf(observations);
            specimens = List.copyOf(specimens);
        }
    }

    /// Resources that a merge or an unmerge has not given to their patient yet, locked.
    public record Unmoved(
            List<ReportVersion> reports, List<ObservationVersion> observations, List<SpecimenVersion> specimens) {
        public Unmoved {
            reports = List.copyOf(reports);
            observations = List.copyOf(observations);
            specimens = List.copyOf(specimens);
        }
    }

    /// Reads a report and locks it until the transaction ends.
    public Uni<Optional<Filed>> load(SqlClient connection, String reportId) {
        var argument = Tuple.of(reportId);
        return Uni.join()
                .all(List.of(
                        repository.query(connection, REPORT, argument),
                        repository.query(connection, OBSERVATIONS, argument),
                        repository.query(connection, SPECIMENS, argument)))
                .andFailFast()
                .map(found -> filed(found.get(0), found.get(1), found.get(2)));
    }

    /// Some of what was recorded under a record and counts for another patient than it should.
    ///
    /// @param limit of rows of each type
    public Uni<Unmoved> unmoved(SqlClient connection, Standing standing, int limit) {
        var arguments = Tuple.of(standing.recordedPatientId(), standing.patientId(), limit);
        return Uni.join()
                .all(List.of(
                        repository.query(
                                connection, REPORT_COLUMNS + UNMOVED.formatted("diagnostic_report"), arguments),
                        repository.query(connection, OBSERVATION_COLUMNS + UNMOVED.formatted("observation"), arguments),
                        repository.query(connection, SPECIMEN_COLUMNS + UNMOVED.formatted("specimen"), arguments)))
                .andFailFast()
                .map(found -> new Unmoved(
                        all(found.get(0), FiledReports::reportOf),
                        all(found.get(1), FiledReports::observationOf),
                        all(found.get(2), FiledReports::specimenOf)));
    }

    private static Optional<Filed> filed(RowSet<Row> reports, RowSet<Row> lines, RowSet<Row> samples) {
        if (!reports.iterator().hasNext()) {
            return Optional.empty();
        }
        return Optional.of(new Filed(
                reportOf(reports.iterator().next()),
                all(lines, FiledReports::observationOf),
                all(samples, FiledReports::specimenOf)));
    }

    private static <V> List<V> all(RowSet<Row> rows, Function<Row, V> version) {
        var all = new ArrayList<V>(rows.size());
        rows.forEach(row -> all.add(version.apply(row)));
        return all;
    }

    private static ReportVersion reportOf(Row row) {
        var key = row.getString("report_key");
        return new ReportVersion(
                row.getString("id"),
                row.getInteger("version"),
                ResourceTree.parse(row.getBuffer("content").getBytes()),
                patientOf(row),
                new OrderLink(row.getString("order_id"), "", "", "", "", ""),
                organisationsOf(row),
                key == null ? "" : key,
                row.getString("content_hash"));
    }

    private static ObservationVersion observationOf(Row row) {
        return new ObservationVersion(
                row.getString("id"),
                row.getInteger("version"),
                ResourceTree.parse(row.getBuffer("content").getBytes()),
                patientOf(row),
                organisationsOf(row),
                row.getString("report_id"),
                row.getString("observation_key"),
                row.getString("order_id"));
    }

    private static SpecimenVersion specimenOf(Row row) {
        return new SpecimenVersion(
                row.getString("id"),
                row.getInteger("version"),
                ResourceTree.parse(row.getBuffer("content").getBytes()),
                patientOf(row),
                organisationsOf(row),
                row.getString("report_id"),
                row.getString("specimen_key"));
    }

    static PatientRef patientOf(Row row) {
        return new PatientRef(
                row.getString("patient_id"),
                row.getString("patient_nhs_number"),
                row.getString("recorded_patient_id"),
                0);
    }

    private static Set<String> organisationsOf(Row row) {
        return Set.of(row.getArrayOfStrings("organisations"));
    }
}
