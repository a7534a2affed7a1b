package org.meridiandx.result.copies;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of report_copy as people look at them and settle them.
@ApplicationScoped
class CopyRepository {
    private static final String LIST = """
            select seq, recipient, performer, report_id, report_version, state, cause, attempts, created_at, due_at,
                settled_at, discarded_by, discard_reason
            from report_copy where seq > $3 and %s and %s order by seq limit $4""";
    /// Each its own statement, for each has its own index.
    private static final String OF_ALL = "$1 = ''";
    private static final String OF_ONE = "(recipient = $1 or performer = $1)";
    private static final String OPEN = "state in ('waiting', 'dead', 'withheld') and $2 = ''";
    private static final String IN_STATE = "state = $2";
    private static final String TO_SETTLE = """
            select seq, report_id, patient_id,
                case when state = 'waiting' and handed_at is not null then 'handed' else state end
            from report_copy where seq = $1 and ($2 = '' or recipient = $2 or performer = $2) for update""";
    private static final String REPLAY = """
            update report_copy set state = 'waiting', due_at = now(), settled_at = null, handed_at = null, cause = ''
            where seq = $1""";
    private static final String DISCARD = """
            update report_copy set state = 'discarded', settled_at = now(), discarded_by = $2, discard_reason = $3
            where seq = $1""";
    private final Pool pool;

    CopyRepository(Pool pool) {
        this.pool = pool;
    }

    /// A copy as people see it: no patient, nothing of what is in it.
    ///
    /// @param settledAt when it was acknowledged, refused, withheld, overtaken or discarded; empty
    ///     before
    record Copy(
            long id,
            String recipient,
            String performer,
            String reportId,
            int reportVersion,
            String state,
            String cause,
            int attempts,
            String createdAt,
            String dueAt,
            String settledAt,
            String discardedBy,
            String reason) {}

    /// What is asked for.
    ///
    /// @param organisation ODS code of recipient or performer; empty for all
    /// @param state empty for all that people may have to look at
    /// @param after id of the last one that was seen
    record Wanted(String organisation, String state, long after) {}

    /// A copy that people settle.
    ///
    /// @param state as it stands; `handed` for a file that waits to be acknowledged
    record Stuck(long seq, String reportId, String patientId, String state) {
        @Override
        public String toString() {
            return "Stuck[seq=" + seq + "]";
        }
    }

    Uni<List<Copy>> list(Wanted wanted, int most) {
        var of = wanted.organisation().isEmpty() ? OF_ALL : OF_ONE;
        var state = wanted.state().isEmpty() ? OPEN : IN_STATE;
        return pool.preparedQuery(LIST.formatted(of, state))
                .execute(Tuple.of(wanted.organisation(), wanted.state(), wanted.after(), most))
                .map(rows -> {
                    var found = new ArrayList<Copy>(rows.size());
                    rows.forEach(row -> found.add(copy(row)));
                    return found;
                });
    }

    private static Copy copy(Row row) {
        return new Copy(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInteger(4),
                row.getString(5),
                row.getString(6),
                row.getInteger(7),
                timeOf(row, 8),
                timeOf(row, 9),
                timeOf(row, 10),
                row.getString(11),
                row.getString(12));
    }

    private static String timeOf(Row row, int column) {
        return Optional.ofNullable(row.getOffsetDateTime(column))
                .map(time -> time.toInstant().toString())
                .orElse("");
    }

    Uni<Optional<Stuck>> toSettle(SqlConnection connection, long seq, String organisation) {
        return connection
                .preparedQuery(TO_SETTLE)
                .execute(Tuple.of(seq, organisation))
                .map(rows -> {
                    var found = rows.iterator();
                    if (!found.hasNext()) {
                        return Optional.empty();
                    }
                    var row = found.next();
                    return Optional.of(new Stuck(row.getLong(0), row.getString(1), row.getString(2), row.getString(3)));
                });
    }

    /// Lets it wait again; it is decided again when it is sent.
    Uni<Void> replay(SqlConnection connection, Stuck copy) {
        return connection.preparedQuery(REPLAY).execute(Tuple.of(copy.seq())).replaceWithVoid();
    }

    /// Takes it out of the queue for good.
    ///
    /// @param by who says so
    Uni<Void> discard(SqlConnection connection, Stuck copy, String by, String reason) {
        return connection
                .preparedQuery(DISCARD)
                .execute(Tuple.of(copy.seq(), by, reason))
                .replaceWithVoid();
    }
}
