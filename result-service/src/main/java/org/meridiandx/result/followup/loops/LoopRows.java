package org.meridiandx.result.followup.loops;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.result.followup.rules.Level;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Mark;
import org.meridiandx.result.followup.rules.Outcome;
import org.meridiandx.result.followup.rules.Responsible;
import org.meridiandx.result.followup.rules.Urgency;

/// A loop from its row. The patient is that of the report, which a merge moves.
public final class LoopRows {
    /// The table is `f`, that of reports `r`.
    private static final String COLUMNS = """
            select f.report_id, f.version, f.content_hash, f.labels, f.state, f.state_at, f.state_by,
                f.state_organisation, f.outcome, f.outcome_reference, f.outcome_note, f.urgency, f.is_graded,
                f.organisation, f.owner, f.offered_to, f.is_addressed, f.level, f.due_at, f.began_at, r.patient_id""";
    private static final String FROM = " from follow_up f join diagnostic_report r on r.id = f.report_id";

    private LoopRows() {}

    /// @param more columns of either table, each after a comma; may be empty
    public static String select(String more) {
        return COLUMNS + more + FROM;
    }

    public static Loop loopOf(Row row) {
        var report = new Loop.Followed(
                row.getString("report_id"),
                row.getString("patient_id"),
                row.getInteger("version"),
                row.getString("content_hash"),
                Set.copyOf(List.of(row.getArrayOfStrings("labels"))));
        var standing = new Loop.Standing(
                stateOf(row),
                Urgency.values()[row.getInteger("urgency")],
                row.getBoolean("is_graded"),
                new Responsible(
                        row.getString("organisation"),
                        row.getString("owner"),
                        row.getString("offered_to"),
                        row.getBoolean("is_addressed")),
                Level.values()[row.getInteger("level")],
                Optional.ofNullable(row.getOffsetDateTime("due_at")).map(OffsetDateTime::toInstant));
        return new Loop(report, standing, instant(row, "began_at"));
    }

    private static LoopState stateOf(Row row) {
        var mark = new Mark(instant(row, "state_at"), row.getString("state_by"), row.getString("state_organisation"));
        var code = row.getString("state");
        return switch (code) {
            case "addressed" -> new LoopState.Addressed(mark);
            case "delivered" -> new LoopState.Delivered(mark);
            case "opened" -> new LoopState.Opened(mark);
            case "acknowledged" -> new LoopState.Acknowledged(mark);
            case "acted" -> new LoopState.ActedOn(mark, outcomeOf(row));
            default -> throw new IllegalStateException("a row has the unknown state " + code);
        };
    }

    private static Outcome outcomeOf(Row row) {
        var kind = Outcome.Kind.of(row.getString("outcome")).orElse(Outcome.Kind.NO_ACTION_NEEDED);
        return new Outcome(kind, row.getString("outcome_reference"), row.getString("outcome_note"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
