package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Acknowledgements, one per version and actor. Plain statements, as all of this service: see the
/// package `filing`.
@ApplicationScoped
class AcknowledgementRepository {
    private static final String COLUMNS = "report_id, version, actor, organisation, acknowledged_at, comment";
    private static final String CURRENT = "select version from diagnostic_report where id = $1 for share";
    private static final String ADD = """
            insert into report_acknowledgement
                (report_id, version, actor, client_id, organisation, acknowledged_at, comment)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""";
    private static final String ONE =
            "select " + COLUMNS + " from report_acknowledgement where report_id = $1 and version = $2 and actor = $3";
    private static final String ALL = "select " + COLUMNS
            + " from report_acknowledgement where report_id = $1 order by acknowledged_at, actor limit 1000";

    /// The current version, held still until the transaction ends.
    Uni<Optional<Integer>> currentVersion(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(CURRENT)
                .execute(Tuple.of(reportId))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getInteger(0))
                        : Optional.empty());
    }

    /// @return false when this actor has acknowledged this version already
    Uni<Boolean> add(SqlClient connection, Acknowledgement one, String clientId) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        one.reportId(),
                        one.version(),
                        one.actor(),
                        clientId,
                        one.organisation(),
                        one.at().atOffset(ZoneOffset.UTC),
                        one.comment())))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Acknowledgement> get(SqlClient connection, String reportId, int version, String actor) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(reportId, version, actor))
                .map(rows -> acknowledgementOf(rows.iterator().next()));
    }

    Uni<List<Acknowledgement>> list(SqlClient connection, String reportId) {
        return connection.preparedQuery(ALL).execute(Tuple.of(reportId)).map(rows -> {
            var all = new ArrayList<Acknowledgement>();
            rows.forEach(row -> all.add(acknowledgementOf(row)));
            return all;
        });
    }

    private static Acknowledgement acknowledgementOf(Row row) {
        return new Acknowledgement(
                row.getString("report_id"),
                row.getInteger("version"),
                row.getString("actor"),
                row.getString("organisation"),
                row.getOffsetDateTime("acknowledged_at").toInstant(),
                row.getString("comment"));
    }
}
