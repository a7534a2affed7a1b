package org.meridiandx.result.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meridiandx.outbox.TimeOrderedIds;

/// Keeps every message as it came.
@ApplicationScoped
class IntakeRepository {
    private static final String KEEP = """
            insert into received_message (id, sender, type, control_id, received_at, outcome, report_ids, raw)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";

    /// @param outcome `AA`, `AE` or `AR`, with the reason where it was not taken
    Uni<Void> keep(SqlClient connection, Arrived message, String outcome, List<String> reportIds) {
        var columns = message.columns();
        var values = List.of(
                TimeOrderedIds.next(),
                columns.sender(),
                columns.type(),
                columns.controlId(),
                columns.receivedAt(),
                outcome,
                reportIds.toArray(String[]::new),
                Buffer.buffer(message.raw()));
        return connection.preparedQuery(KEEP).execute(Tuple.from(values)).replaceWithVoid();
    }
}
