package org.meridiandx.result.followup.loops;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.result.filing.Columns;
import org.meridiandx.result.followup.rules.LoopState;
import org.meridiandx.result.followup.rules.Outcome;

/// The loops' rows and their steps: one statement however many.
@ApplicationScoped
public class Loops {
    private static final String SELECT = LoopRows.select("");
    private static final String LOCK = SELECT + " where f.report_id = any($1) order by f.report_id for update of f";
    private static final String LOCK_UNOPENED = SELECT
            + " where f.report_id = any($1) and f.state in ('addressed', 'delivered')"
            + " order by f.report_id for update of f";
    private static final String LOCK_OWNED = SELECT + """
             where f.state <> 'acted' and f.organisation = $1 and f.owner = $2 and f.owner <> ''
            order by f.report_id limit 1000 for update of f""";
    /// By the index of owners, which holds none but these.
    private static final String OWNERS = """
            select distinct owner, organisation from follow_up
            where state <> 'acted' and owner <> '' and (owner, organisation) > ($1, $2)
            order by owner, organisation limit $3""";
    private static final String DUE =
            SELECT + " where f.due_at <= now() order by f.due_at limit $1 for update of f skip locked";
    private static final String UNGRADED =
            SELECT + " where not f.is_graded and r.patient_id <> '' order by f.report_id limit $1";
    private static final String NOW = "select now()";
    private static final String WRITE = """
            insert into follow_up (report_id, version, content_hash, labels, state, state_at, state_by,
                state_organisation, outcome, outcome_reference, outcome_note, urgency, is_graded, organisation, owner,
                offered_to, is_addressed, level, due_at, began_at)
            select report_id, version, content_hash, string_to_array(labels, ','), state, state_at, state_by,
                state_organisation, outcome, outcome_reference, outcome_note, urgency, is_graded, organisation, owner,
                offered_to, is_addressed, level, %s, began_at
            from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::boolean[], $14::text[],
                $15::text[], $16::text[], $17::boolean[], $18::int[], $19::timestamptz[], $20::timestamptz[])
                as t(report_id, version, content_hash, labels, state, state_at, state_by, state_organisation, outcome,
                outcome_reference, outcome_note, urgency, is_graded, organisation, owner, offered_to, is_addressed,
                level, due_at, began_at)
            on conflict (report_id) do update set revision = follow_up.revision + 1, version = excluded.version,
                content_hash = excluded.content_hash, labels = excluded.labels, state = excluded.state,
                state_at = excluded.state_at, state_by = excluded.state_by,
                state_organisation = excluded.state_organisation, outcome = excluded.outcome,
                outcome_reference = excluded.outcome_reference, outcome_note = excluded.outcome_note,
                urgency = excluded.urgency, is_graded = excluded.is_graded, organisation = excluded.organisation,
                owner = excluded.owner, offered_to = excluded.offered_to, is_addressed = excluded.is_addressed,
                level = excluded.level, due_at = excluded.due_at, began_at = excluded.began_at""";
    private static final String SAVE = WRITE.formatted("due_at");
    /// What is due is told by the clock of the service, and kept by that of the database.
    private static final String SAVE_FIRST = WRITE.formatted("now() + (due_at - $21::timestamptz)");
    private static final String ADD_STEPS = """
            insert into follow_up_step (report_id, version, kind, at, actor, organisation, detail)
            select * from unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[],
                $7::text[])""";

    /// The clock that all deadlines go by: that of the transaction in the database.
    public Uni<Instant> now(SqlClient connection) {
        return connection
                .query(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /// Those that there are of these reports, held until the transaction ends.
    public Uni<List<Loop>> lock(SqlClient connection, Collection<String> reportIds) {
        return reportIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : connection
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(reportIds.toArray(String[]::new)))
                        .map(Loops::loops);
    }

    /// As [#lock], only those that nobody has opened yet.
    Uni<List<Loop>> lockUnopened(SqlClient connection, Collection<String> reportIds) {
        return connection
                .preparedQuery(LOCK_UNOPENED)
                .execute(Tuple.of(reportIds.toArray(String[]::new)))
                .map(Loops::loops);
    }

    /// Open ones of a person, at most 1,000, held until the transaction ends.
    Uni<List<Loop>> lockOwned(SqlClient connection, String organisation, String person) {
        return connection
                .preparedQuery(LOCK_OWNED)
                .execute(Tuple.of(organisation, person))
                .map(Loops::loops);
    }

    /// A person with open reports of an organisation.
    public record Owner(String person, String organisation) {}

    /// People with open reports, in the order of their references.
    ///
    /// @param after the last one of the page before; empty texts for the beginning
    public Uni<List<Owner>> owners(SqlClient connection, Owner after, int limit) {
        return connection
                .preparedQuery(OWNERS)
                .execute(Tuple.of(after.person(), after.organisation(), limit))
                .map(rows -> {
                    var all = new ArrayList<Owner>(rows.size());
                    rows.forEach(row -> all.add(new Owner(row.getString(0), row.getString(1))));
                    return all;
                });
    }

    /// Those that are due, held until the transaction ends; those that another instance holds are
    /// passed over.
    public Uni<List<Loop>> lockDue(SqlClient connection, int limit) {
        return connection.preparedQuery(DUE).execute(Tuple.of(limit)).map(Loops::loops);
    }

    /// Some of those whose patient's age and sex have not been looked at yet.
    public Uni<List<Loop>> ungraded(SqlClient connection, int limit) {
        return connection.preparedQuery(UNGRADED).execute(Tuple.of(limit)).map(Loops::loops);
    }

    /// Writes loops as they are now, and the steps that brought them there.
    public Uni<Void> save(SqlClient connection, List<Loop> loops, List<Step> steps) {
        var statements = new ArrayList<Uni<Void>>();
        if (!loops.isEmpty()) {
            statements.add(execute(connection, SAVE, columns(loops)));
        }
        if (!steps.isEmpty()) {
            statements.add(addSteps(connection, steps));
        }
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    /// As [#save] for loops that begin: nothing has to be read before.
    ///
    /// @param at what their deadlines were counted from
    public Uni<Void> saveFirst(SqlClient connection, List<Loop> loops, List<Step> steps, Instant at) {
        var arguments = columns(loops).toTuple().addOffsetDateTime(time(at));
        return Uni.join()
                .all(
                        connection.preparedQuery(SAVE_FIRST).execute(arguments).replaceWithVoid(),
                        addSteps(connection, steps))
                .andFailFast()
                .replaceWithVoid();
    }

    public Uni<Void> addSteps(SqlClient connection, List<Step> steps) {
        var columns = Columns.of(steps)
                .text(Step::reportId)
                .number(Step::version)
                .text(Step::kind)
                .time(step -> time(step.mark().at()))
                .text(step -> step.mark().actor())
                .text(step -> step.mark().organisation())
                .text(Step::detail);
        return execute(connection, ADD_STEPS, columns);
    }

    private static Columns<Loop> columns(List<Loop> loops) {
        return Columns.of(loops)
                .text(Loop::reportId)
                .number(Loop::version)
                .text(loop -> loop.report().contentHash())
                .codes(loop -> loop.report().labels())
                .text(loop -> loop.state().code())
                .time(loop -> time(loop.state().mark().at()))
                .text(loop -> loop.state().mark().actor())
                .text(loop -> loop.state().mark().organisation())
                .text(loop ->
                        outcome(loop) instanceof Outcome done ? done.kind().code() : "")
                .text(loop -> outcome(loop) instanceof Outcome done ? done.reference() : "")
                .text(loop -> outcome(loop) instanceof Outcome done ? done.note() : "")
                .number(loop -> loop.urgency().ordinal())
                .flag(loop -> loop.standing().isGraded())
                .text(loop -> loop.responsible().organisation())
                .text(loop -> loop.responsible().owner())
                .text(loop -> loop.responsible().offeredTo())
                .flag(loop -> loop.responsible().isAddressed())
                .number(loop -> loop.level().ordinal())
                .time(loop -> loop.dueAt().map(Loops::time).orElse(null))
                .time(loop -> time(loop.beganAt()));
    }

    private static @Nullable Outcome outcome(Loop loop) {
        return loop.state() instanceof LoopState.ActedOn done ? done.outcome() : null;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Uni<Void> execute(SqlClient connection, String sql, Columns<?> columns) {
        return connection.preparedQuery(sql).execute(columns.toTuple()).replaceWithVoid();
    }

    private static List<Loop> loops(RowSet<Row> rows) {
        var all = new ArrayList<Loop>(rows.size());
        rows.forEach(row -> all.add(LoopRows.loopOf(row)));
        return all;
    }
}
