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

/// A report on record with all that came with it, to be filed again as its next version.
@ApplicationScoped
public class FiledReports {
    private static final String REPORT = """
            select id, version, content, organisations, patient_id, patient_nhs_number, order_id, report_key,
                content_hash
            from diagnostic_report where id = $1 for update""";
    private static final String OBSERVATIONS = """
            select id, version, content, organisations, patient_id, patient_nhs_number, order_id, report_id,
                observation_key
            from observation where report_id = $1""";
    private static final String SPECIMENS = """
            select id, version, content, organisations, patient_id, patient_nhs_number, report_id, specimen_key
            from specimen where report_id = $1""";
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

    private static Optional<Filed> filed(RowSet<Row> reports, RowSet<Row> lines, RowSet<Row> samples) {
        if (!reports.iterator().hasNext()) {
            return Optional.empty();
        }
        var observations = new ArrayList<ObservationVersion>();
        lines.forEach(row -> observations.add(observationOf(row)));
        var specimens = new ArrayList<SpecimenVersion>();
        samples.forEach(row -> specimens.add(specimenOf(row)));
        return Optional.of(new Filed(reportOf(reports.iterator().next()), observations, specimens));
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

    private static PatientRef patientOf(Row row) {
        return new PatientRef(row.getString("patient_id"), row.getString("patient_nhs_number"));
    }

    private static Set<String> organisationsOf(Row row) {
        return Set.of(row.getArrayOfStrings("organisations"));
    }
}
