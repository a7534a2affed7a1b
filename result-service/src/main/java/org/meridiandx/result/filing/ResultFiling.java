package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.result.filing.FiledRows.Observation;
import org.meridiandx.result.filing.FiledRows.Report;
import org.meridiandx.result.filing.FiledRows.Specimen;
import org.meridiandx.result.filing.SideRows.Table;
import org.meridiandx.result.filing.rules.SupersedeRule;

/// Files results: rows, superseded versions, events and pointers, in the caller's transaction.
@ApplicationScoped
public class ResultFiling {
    private static final String BY_KEY = """
            select id, version, status, issued_at, content_hash, patient_id, patient_nhs_number,
                recorded_patient_id, organisations, report_key
            from diagnostic_report where report_key = any($1) order by report_key for update""";
    private static final String PARTS = """
            select id, version, report_id, observation_key, 'O' from observation where report_id = any($1)
            union all
            select id, version, report_id, specimen_key, 'S' from specimen where report_id = any($1)""";

    private final ResultRepository repository;
    private final ResultEvents events;
    private final Outbox outbox;
    private final Clock clock;
    private final FiledFollower follower;

    ResultFiling(ResultRepository repository, ResultEvents events, Outbox outbox, Clock clock, FiledFollower follower) {
        this.repository = repository;
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
        this.follower = follower;
    }

    /// A report on record under a key.
    ///
    /// @param version what the supersede rule compares
    public record OnRecord(
            String id,
            int number,
            PatientRef patient,
            Set<String> organisations,
            SupersedeRule.Version version,
            String key) {

        /// The same with the patient in force.
        public OnRecord in(KeptStandings standings) {
            return new OnRecord(id, number, patient.in(standings), organisations, version, key);
        }
    }

    /// A line (Observation) or a specimen of a report on record.
    public record Part(String id, int version, String reportId, String key, boolean isSpecimen) {}

    /// Writes everything; nothing is visible before the caller's commit.
    ///
    /// @return when it was filed: `meta.lastUpdated` of all versions
    public Uni<Instant> file(SqlClient connection, Filing filing) {
        var at = now();
        return write(connection, filing, at, report -> events.filed(report, at));
    }

    /// As [#file] for a report whose patient was found only now: it is told as a new one.
    public Uni<Instant> fileMatched(SqlClient connection, Filing filing) {
        var at = now();
        return write(connection, filing, at, report -> events.matched(report, at));
    }

    private Uni<Instant> write(
            SqlClient connection, Filing filing, Instant at, Function<ReportVersion, List<OutboundMessage>> told) {
        var messages = new ArrayList<OutboundMessage>();
        filing.reports().forEach(report -> messages.addAll(told.apply(report)));
        messages.addAll(filing.messages());
        var statements = new ArrayList<Uni<Void>>();
        var sides = new SideRows();
        statements.addAll(reports(connection, filing.reports(), at, sides));
        statements.addAll(observations(connection, filing.observations(), at, sides));
        statements.addAll(specimens(connection, filing.specimens(), at, sides));
        if (!sides.isEmpty()) {
            statements.add(sides.put(connection));
        }
        if (!filing.reports().isEmpty()) {
            statements.add(follower.filed(connection, filing, at));
        }
        statements.add(outbox.append(connection, messages));
        return pipelined(statements).replaceWith(at);
    }

    /// The reports on record under these keys, locked until the transaction ends.
    public Uni<Map<String, OnRecord>> findByKeys(SqlClient connection, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return repository
                .query(connection, BY_KEY, Tuple.of(keys.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<String, OnRecord>();
                    rows.forEach(row -> found.put(
                            row.getString("report_key"),
                            new OnRecord(
                                    row.getString("id"),
                                    row.getInteger("version"),
                                    FiledReports.patientOf(row),
                                    Set.of(row.getArrayOfStrings("organisations")),
                                    new SupersedeRule.Version(
                                            row.getString("status"),
                                            Optional.ofNullable(row.getOffsetDateTime("issued_at"))
                                                    .map(OffsetDateTime::toInstant),
                                            row.getString("content_hash")),
                                    row.getString("report_key"))));
                    return found;
                });
    }

    /// The lines and specimens of reports on record.
    public Uni<List<Part>> findParts(SqlClient connection, Collection<String> reportIds) {
        if (reportIds.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return repository
                .query(connection, PARTS, Tuple.of(reportIds.toArray(String[]::new)))
                .map(rows -> {
                    var found = new ArrayList<Part>();
                    rows.forEach(row -> found.add(new Part(
                            row.getString(0),
                            row.getInteger(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4).equals("S"))));
                    return found;
                });
    }

    private List<Uni<Void>> reports(SqlClient connection, List<ReportVersion> versions, Instant at, SideRows sides) {
        if (versions.isEmpty()) {
            return List.of();
        }
        var rows = versions.stream().map(version -> Report.of(version, at)).toList();
        var statements = new ArrayList<Uni<Void>>();
        keepOld(connection, "DiagnosticReport", "diagnostic_report", FiledVersion.later(versions))
                .ifPresent(statements::add);
        statements.add(repository.putReports(connection, rows));
        sides.add(Table.DIAGNOSTIC_REPORT_IDENTIFIER, rows, row -> row.head().id(), Report::identifiers);
        sides.add(Table.DIAGNOSTIC_REPORT_CODE, rows, row -> row.head().id(), Report::codes);
        sides.add(Table.DIAGNOSTIC_REPORT_CATEGORY, rows, row -> row.head().id(), Report::categories);
        return statements;
    }

    private List<Uni<Void>> observations(
            SqlClient connection, List<ObservationVersion> versions, Instant at, SideRows sides) {
        if (versions.isEmpty()) {
            return List.of();
        }
        var rows = versions.stream().map(version -> Observation.of(version, at)).toList();
        var statements = new ArrayList<Uni<Void>>();
        keepOld(connection, "Observation", "observation", FiledVersion.later(versions))
                .ifPresent(statements::add);
        statements.add(repository.putObservations(connection, rows));
        sides.add(Table.OBSERVATION_IDENTIFIER, rows, row -> row.head().id(), Observation::identifiers);
        sides.add(Table.OBSERVATION_CODE, rows, row -> row.head().id(), Observation::codes);
        statements.addAll(ComponentRows.statements(connection, versions));
        return statements;
    }

    private List<Uni<Void>> specimens(
            SqlClient connection, List<SpecimenVersion> versions, Instant at, SideRows sides) {
        if (versions.isEmpty()) {
            return List.of();
        }
        var rows = versions.stream().map(version -> Specimen.of(version, at)).toList();
        var statements = new ArrayList<Uni<Void>>();
        keepOld(connection, "Specimen", "specimen", FiledVersion.later(versions))
                .ifPresent(statements::add);
        statements.add(repository.putSpecimens(connection, rows));
        sides.add(Table.SPECIMEN_IDENTIFIER, rows, row -> row.head().id(), Specimen::identifiers);
        return statements;
    }

    private Optional<Uni<Void>> keepOld(SqlClient connection, String type, String table, List<String> ids) {
        return ids.isEmpty() ? Optional.empty() : Optional.of(repository.keepOld(connection, type, table, ids));
    }

    /// All statements are sent before the first answer is awaited; the server works them off in
    /// order.
    private static Uni<Void> pipelined(List<Uni<Void>> statements) {
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
