package org.meridiandx.identity.patients.duplicates;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Plain SQL: batches, and rows that workers pass one another by.
@ApplicationScoped
class DuplicateRepository {
    private static final String TAKE = """
            delete from duplicate_check where id in (
                select id from duplicate_check order by id limit $1 for update skip locked)
            returning patient_id""";
    private static final String CONTENT = "select id, content from patient where id = any($1) and merged_into is null";
    private static final String ADD = """
            insert into possible_duplicate (id, one_id, other_id, score, grade, reasons, found_at)
            values ($1, least($2, $3), greatest($2, $3), $4, $5, $6, $7)
            on conflict (one_id, other_id) do update set score = excluded.score, grade = excluded.grade,
                reasons = excluded.reasons where possible_duplicate.status = 'open'""";
    private static final String COLUMNS =
            "select id, one_id, other_id, score, grade, reasons, found_at, status from possible_duplicate ";
    private static final String LIST = COLUMNS + """
            d where status = $1 and (score, id) < ($2, $3) %s
                and not exists (select 1 from patient p where p.id in (d.one_id, d.other_id) and p.merged_into is not null
                    and d.status = 'open')
            order by score desc, id desc limit $4""";
    private static final String LIST_ALL = LIST.formatted("");
    private static final String LIST_OF_PATIENT = LIST.formatted("and $5 in (one_id, other_id)");
    private static final String RESOLVE = """
            update possible_duplicate set status = $2, resolved_at = $3, resolved_by = $4
            where id = $1 and status = 'open'""";

    Uni<List<String>> take(SqlClient connection, int count) {
        return connection.preparedQuery(TAKE).execute(Tuple.of(count)).map(rows -> {
            var ids = new LinkedHashSet<String>();
            rows.forEach(row -> ids.add(row.getString(0)));
            return List.copyOf(ids);
        });
    }

    /// A patient in force, as it is served.
    record Shown(String id, byte[] content) {}

    Uni<List<Shown>> shown(SqlClient connection, List<String> ids) {
        return connection
                .preparedQuery(CONTENT)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    var shown = new ArrayList<Shown>();
                    rows.forEach(row -> shown.add(
                            new Shown(row.getString(0), row.getBuffer(1).getBytes())));
                    return List.copyOf(shown);
                });
    }

    Uni<Void> add(SqlClient connection, PossibleDuplicate found, OffsetDateTime at) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(found.id())
                        .addString(found.oneId())
                        .addString(found.otherId())
                        .addDouble(found.score())
                        .addString(found.grade())
                        .addString(found.reasons())
                        .addOffsetDateTime(at))
                .replaceWithVoid();
    }

    /// Best score first.
    ///
    /// @param limit entries at most, whatever the query says
    Uni<List<PossibleDuplicate>> list(SqlClient connection, DuplicateQuery query, int limit) {
        var arguments =
                Tuple.of(query.status(), query.after().key(), query.after().id(), limit);
        query.patientId().ifPresent(arguments::addString);
        return connection
                .preparedQuery(query.patientId().isPresent() ? LIST_OF_PATIENT : LIST_ALL)
                .execute(arguments)
                .map(rows -> {
                    var found = new ArrayList<PossibleDuplicate>();
                    rows.forEach(row -> found.add(duplicateOf(row)));
                    return List.copyOf(found);
                });
    }

    Uni<Optional<PossibleDuplicate>> find(SqlClient connection, UUID id, boolean isHeld) {
        return connection
                .preparedQuery(COLUMNS + "where id = $1" + (isHeld ? " for update" : ""))
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(duplicateOf(rows.iterator().next()))
                        : Optional.empty());
    }

    Uni<Void> resolve(SqlClient connection, UUID id, String status, OffsetDateTime at, String by) {
        return connection
                .preparedQuery(RESOLVE)
                .execute(Tuple.of(id, status, at, by))
                .replaceWithVoid();
    }

    private static PossibleDuplicate duplicateOf(Row row) {
        return new PossibleDuplicate(
                row.getUUID(0),
                row.getString(1),
                row.getString(2),
                row.getDouble(3),
                row.getString(4),
                row.getString(5),
                row.getOffsetDateTime(6).toInstant(),
                row.getString(7));
    }
}
