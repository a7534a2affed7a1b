package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;

/// The table of decisions about reports that waited. Rows are only added.
@ApplicationScoped
class DecisionRepository {
    private static final String ADD = """
            insert into unmatched_decision
                (report_id, patient_id, sender_organisation, reason, actor, client_id, organisation, decided_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String LATEST = """
            select report_id, patient_id, sender_organisation, reason, actor, decided_at
            from unmatched_decision where report_id = $1 order by id desc limit 1""";

    Uni<Void> add(SqlClient connection, Decision decision, Caller caller) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        decision.reportId(),
                        decision.patientId(),
                        decision.organisation(),
                        decision.reason(),
                        decision.actor(),
                        caller.clientId(),
                        caller.organisation(),
                        decision.at().atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    /// The latest about a report: one that was rejected may wait again when its sender corrects it.
    Uni<Optional<Decision>> latest(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(LATEST)
                .execute(Tuple.of(reportId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(decisionOf(rows.iterator().next())));
    }

    private static Decision decisionOf(Row row) {
        return new Decision(
                row.getString("report_id"),
                row.getString("patient_id"),
                row.getString("sender_organisation"),
                row.getString("reason"),
                row.getString("actor"),
                row.getOffsetDateTime("decided_at").toInstant());
    }
}
