package org.meridiandx.result.matching;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierSystems;

/// The queue's table. Plain statements, because entries are added in the intake transaction.
@ApplicationScoped
class UnmatchedRepository {
    private static final String COLUMNS = "report_id, reason, organisation, identifiers, birth_date, placer_number,"
            + " filler_number, created_at, attempts";
    private static final String ADD = """
            insert into unmatched_report
                (report_id, reason, organisation, identifiers, nhs_number, birth_date, placer_number, filler_number)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (report_id) do update set reason = excluded.reason, identifiers = excluded.identifiers,
                nhs_number = excluded.nhs_number, birth_date = excluded.birth_date, next_attempt_at = now()""";
    private static final String DUE = "select " + COLUMNS
            + " from unmatched_report where next_attempt_at <= now() order by next_attempt_at limit $1";
    private static final String PAGE = "select " + COLUMNS + """
             from unmatched_report
            where ($1 = '' or organisation = $1) and ($2 = '' or reason = $2) and (created_at, report_id) > ($3, $4)
            order by created_at, report_id limit $5""";
    private static final String ONE = "select " + COLUMNS + " from unmatched_report where report_id = $1";
    private static final String LOCK = "delete from unmatched_report where report_id = $1 returning " + COLUMNS;
    /// Waits longer after each attempt, up to ten minutes.
    private static final String POSTPONE = """
            update unmatched_report set attempts = attempts + 1, reason = $2,
                next_attempt_at = now() + least(interval '10 minutes', interval '5 seconds' * power(2, least(attempts, 8)))
            where report_id = $1""";
    /// Those without an NHS number may belong to anybody, so that any change of any patient would
    /// make all of them due: each is hastened once in a minute, however many changes come.
    private static final String HASTEN = """
            update unmatched_report set next_attempt_at = now(), hastened_at = now() where report_id in (
                select report_id from unmatched_report
                where next_attempt_at > now() and (nhs_number = $1 and $1 <> ''
                    or nhs_number = '' and hastened_at < now() - interval '1 minute')
                order by hastened_at limit 100)""";

    Uni<Void> add(SqlClient connection, Unmatched entry) {
        var identifiers = new JsonArray();
        entry.query()
                .identifiers()
                .forEach(id -> identifiers.add(
                        new JsonObject().put("system", id.system()).put("value", id.value())));
        var nhsNumber = entry.query().identifiers().stream()
                .filter(id -> id.system().equals(IdentifierSystems.NHS_NUMBER))
                .findFirst()
                .map(PatientQuery.Key::value)
                .orElse("");
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(List.of(
                        entry.reportId(),
                        entry.reason(),
                        entry.organisation(),
                        identifiers,
                        nhsNumber,
                        entry.query().birthDate(),
                        entry.placerNumber(),
                        entry.fillerNumber())))
                .replaceWithVoid();
    }

    Uni<List<Unmatched>> due(SqlClient connection, int limit) {
        return connection.preparedQuery(DUE).execute(Tuple.of(limit)).map(UnmatchedRepository::entries);
    }

    Uni<List<Unmatched>> list(SqlClient connection, UnmatchedPage page) {
        var arguments = List.of(
                page.organisation(), page.reason(), page.after().atOffset(ZoneOffset.UTC), page.afterId(), page.size());
        return connection.preparedQuery(PAGE).execute(Tuple.from(arguments)).map(UnmatchedRepository::entries);
    }

    Uni<Optional<Unmatched>> find(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(reportId))
                .map(rows -> entries(rows).stream().findFirst());
    }

    /// Takes an entry out of the queue; a second, concurrent taker gets nothing.
    Uni<Optional<Unmatched>> take(SqlClient connection, String reportId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(reportId))
                .map(rows -> entries(rows).stream().findFirst());
    }

    Uni<Void> postpone(SqlClient connection, String reportId, String reason) {
        return connection
                .preparedQuery(POSTPONE)
                .execute(Tuple.of(reportId, reason))
                .replaceWithVoid();
    }

    /// Makes those due that a new or changed patient may belong to.
    ///
    /// @return how many
    Uni<Integer> hasten(SqlClient connection, String nhsNumber) {
        return connection.preparedQuery(HASTEN).execute(Tuple.of(nhsNumber)).map(RowSet::rowCount);
    }

    private static List<Unmatched> entries(RowSet<Row> rows) {
        var all = new ArrayList<Unmatched>(rows.size());
        rows.forEach(row -> all.add(entryOf(row)));
        return all;
    }

    private static Unmatched entryOf(Row row) {
        var identifiers = new ArrayList<PatientQuery.Key>();
        row.getJsonArray("identifiers").forEach(item -> {
            if (item instanceof JsonObject id) {
                identifiers.add(new PatientQuery.Key(id.getString("system", ""), id.getString("value", "")));
            }
        });
        return new Unmatched(
                row.getString("report_id"),
                row.getString("reason"),
                row.getString("organisation"),
                PatientQuery.ofIdentifiers(identifiers, row.getString("birth_date")),
                row.getString("placer_number"),
                row.getString("filler_number"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getInteger("attempts"));
    }
}
