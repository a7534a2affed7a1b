package org.meridiandx.result.followup;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.result.followup.loops.Loop;
import org.meridiandx.result.followup.rules.Mark;

/// The telephone log: who rang whom about which version, and whether it was read back.
@ApplicationScoped
class CallRepository {
    private static final String ADD = """
            insert into follow_up_call (report_id, version, at, caller, organisation, spoken_to, is_read_back, note)
            values ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String OF_REPORT = """
            select version, at, caller, organisation, spoken_to, is_read_back, note from follow_up_call
            where report_id = $1 order by id limit 1000""";

    /// One call.
    ///
    /// @param by who rang, and when
    /// @param to who was spoken to
    record Call(int version, Mark by, String to, boolean isReadBack, String note) {
        @Override
        public String toString() {
            return "Call[" + version + "]";
        }
    }

    Uni<Void> add(SqlClient connection, Loop loop, Mark mark, FollowUpCommand.Telephone call) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        loop.reportId(),
                        loop.version(),
                        call.at().orElse(mark.at()).atOffset(ZoneOffset.UTC),
                        mark.actor(),
                        mark.organisation(),
                        call.to(),
                        call.isReadBack(),
                        call.note())))
                .replaceWithVoid();
    }

    Uni<List<Call>> list(SqlClient connection, String reportId) {
        return connection.preparedQuery(OF_REPORT).execute(Tuple.of(reportId)).map(rows -> {
            var all = new ArrayList<Call>();
            for (var row : rows) {
                Instant at = row.getOffsetDateTime("at").toInstant();
                all.add(new Call(
                        row.getInteger("version"),
                        new Mark(at, row.getString("caller"), row.getString("organisation")),
                        row.getString("spoken_to"),
                        row.getBoolean("is_read_back"),
                        row.getString("note")));
            }
            return all;
        });
    }
}
