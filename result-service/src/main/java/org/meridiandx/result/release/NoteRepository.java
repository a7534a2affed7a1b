package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.access.Caller;

/// What was written for patients. Nothing of it is ever changed.
@ApplicationScoped
class NoteRepository {
    private static final String COLUMNS = "select id, report_id, report_version, said, is_release, author, author_name,"
            + " organisation, written_at from patient_note ";
    private static final String CURRENT = "select version from diagnostic_report where id = $1 for share";
    private static final String ADD = """
            insert into patient_note (id, report_id, report_version, content, said, is_release, author, author_name,
                organisation, client_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing""";
    private static final String SAME =
            COLUMNS + "where report_id = $1 and content = $2 and author = $3 and is_release = $4 and said = $5";
    private static final String ALL = COLUMNS + "where report_id = $1 order by written_at, id limit 200";

    /// Something to be written down.
    ///
    /// @param content fingerprint of what the report says
    record Draft(String reportId, int version, String content, String said, boolean isRelease) {
        @Override
        public String toString() {
            return "Draft[" + reportId + "]";
        }
    }

    /// The current version, held still until the transaction ends.
    Uni<Optional<Integer>> currentVersion(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(CURRENT)
                .execute(Tuple.of(reportId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getInteger(0)));
    }

    /// @return whether it was not there yet
    Uni<Boolean> add(SqlClient connection, Caller caller, Draft draft) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        UUID.randomUUID(),
                        draft.reportId(),
                        draft.version(),
                        draft.content(),
                        draft.said(),
                        draft.isRelease(),
                        caller.actor(),
                        caller.signedIn().name(),
                        caller.organisation(),
                        caller.clientId())))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<PatientNote> get(SqlClient connection, Caller caller, Draft draft) {
        return connection
                .preparedQuery(SAME)
                .execute(Tuple.of(draft.reportId(), draft.content(), caller.actor(), draft.isRelease(), draft.said()))
                .map(rows -> noteOf(rows.iterator().next()));
    }

    /// The oldest first.
    Uni<List<PatientNote>> of(SqlClient connection, String reportId) {
        return connection.preparedQuery(ALL).execute(Tuple.of(reportId)).map(NoteRepository::notesOf);
    }

    private static List<PatientNote> notesOf(RowSet<Row> rows) {
        var all = new ArrayList<PatientNote>(rows.size());
        rows.forEach(row -> all.add(noteOf(row)));
        return List.copyOf(all);
    }

    private static PatientNote noteOf(Row row) {
        return new PatientNote(
                row.getUUID("id"),
                row.getString("report_id"),
                row.getInteger("report_version"),
                row.getString("said"),
                row.getBoolean("is_release"),
                row.getString("author"),
                row.getString("author_name"),
                row.getString("organisation"),
                row.getOffsetDateTime("written_at").toInstant());
    }
}
