package org.meridiandx.result.codes;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The tables of codes: what they mean, and which mean nothing yet.
@ApplicationScoped
class CodeRepository {
    private static final String STATE = "select count(*), coalesce(max(changed_at), 'epoch') from code_map";
    private static final String ALL = "select system, code, target_system, target_code, display from code_map";
    private static final String MAPPED = """
            select system, code, target_system, target_code, display, changed_at, changed_by from code_map
            where ($1 = '' or system = $1) and (system, code, target_system) > ($2, $3, $4)
            order by system, code, target_system limit $5""";
    private static final String UNMAPPED = """
            select system, code, element, display, seen, first_seen, last_seen from unmapped_code
            where ($1 = '' or system = $1) order by seen desc, system, code, element limit $2""";
    private static final String PUT = """
            insert into code_map (system, code, target_system, target_code, display, changed_by, changed_at)
            values ($1, $2, $3, $4, $5, $6, clock_timestamp())
            on conflict (system, code, target_system) do update set target_code = excluded.target_code,
                display = excluded.display, changed_by = excluded.changed_by, changed_at = excluded.changed_at""";
    private static final String FORGET = "delete from code_map where system = $1 and code = $2";
    private static final String SETTLE = "delete from unmapped_code where system = $1 and code = $2";
    private static final String COUNT = """
            insert into unmapped_code (system, code, element, display, seen, first_seen, last_seen)
            values ($1, $2, $3, $4, $5, now(), now())
            on conflict (system, code, element) do update set seen = unmapped_code.seen + excluded.seen,
                display = excluded.display, last_seen = excluded.last_seen""";

    private static final Comparator<CodeMap.Code> BY_NAME =
            Comparator.comparing(CodeMap.Code::system).thenComparing(CodeMap.Code::code);

    /// How the map stands, to see whether it was changed.
    record State(long size, Instant changedAt) {}

    /// @param after system, code and target system of the last one of the page before; empty texts
    ///     at first
    record Page(String system, List<String> after, int size) {}

    /// A line of the map.
    record Mapped(CodeMap.Code code, CodeMap.Target target, Instant changedAt, String changedBy) {}

    /// A line of what is not mapped.
    record Waiting(CodeMap.Unmapped unmapped, long seen, Instant firstSeen, Instant lastSeen) {}

    /// @param target empty: the code is no longer mapped
    record Change(CodeMap.Code code, Optional<CodeMap.Target> target) {}

    Uni<State> state(SqlClient connection) {
        return connection.query(STATE).execute().map(rows -> {
            var row = rows.iterator().next();
            return new State(row.getLong(0), row.getOffsetDateTime(1).toInstant());
        });
    }

    Uni<CodeMap> load(SqlClient connection) {
        return connection.query(ALL).execute().map(rows -> {
            Map<CodeMap.Code, List<CodeMap.Target>> targets = new HashMap<>();
            rows.forEach(row -> targets.computeIfAbsent(codeOf(row), ignored -> new ArrayList<>())
                    .add(targetOf(row)));
            return new CodeMap(targets);
        });
    }

    Uni<List<Mapped>> mapped(SqlClient connection, Page page) {
        var arguments = List.<Object>of(
                page.system(),
                page.after().get(0),
                page.after().get(1),
                page.after().get(2),
                page.size());
        return connection.preparedQuery(MAPPED).execute(Tuple.from(arguments)).map(rows -> {
            var all = new ArrayList<Mapped>();
            rows.forEach(row -> all.add(new Mapped(
                    codeOf(row),
                    targetOf(row),
                    row.getOffsetDateTime("changed_at").toInstant(),
                    row.getString("changed_by"))));
            return all;
        });
    }

    Uni<List<Waiting>> unmapped(SqlClient connection, String system, int limit) {
        return connection
                .preparedQuery(UNMAPPED)
                .execute(Tuple.of(system, limit))
                .map(rows -> {
                    var all = new ArrayList<Waiting>();
                    rows.forEach(row -> all.add(new Waiting(
                            new CodeMap.Unmapped(codeOf(row), row.getString("element"), row.getString("display")),
                            row.getLong("seen"),
                            row.getOffsetDateTime("first_seen").toInstant(),
                            row.getOffsetDateTime("last_seen").toInstant())));
                    return all;
                });
    }

    /// In one order, so that two who change the same codes do not meet. Of several changes of a
    /// code the last counts.
    Uni<Void> change(SqlClient connection, List<Change> changes, String actor) {
        var forgotten = new TreeSet<>(BY_NAME);
        var meanings = new TreeMap<CodeMap.Code, Map<String, CodeMap.Target>>(BY_NAME);
        for (var change : changes) {
            var targets = meanings.computeIfAbsent(change.code(), ignored -> new TreeMap<>());
            change.target().ifPresentOrElse(target -> targets.put(target.system(), target), () -> {
                targets.clear();
                forgotten.add(change.code());
            });
        }
        meanings.values().removeIf(Map::isEmpty);
        var puts = new ArrayList<Tuple>();
        meanings.forEach((code, targets) -> targets.values()
                .forEach(target -> puts.add(Tuple.of(
                        code.system(), code.code(), target.system(), target.code(), target.display(), actor))));
        return batch(connection, FORGET, names(forgotten))
                .chain(() -> batch(connection, PUT, puts))
                .chain(() -> batch(connection, SETTLE, names(meanings.keySet())));
    }

    private static List<Tuple> names(Collection<CodeMap.Code> codes) {
        return codes.stream().map(code -> Tuple.of(code.system(), code.code())).toList();
    }

    private static Uni<Void> batch(SqlClient connection, String statement, List<Tuple> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(statement).executeBatch(rows).replaceWithVoid();
    }

    /// Adds what was counted since the last time, in one order, so that two replicas do not meet.
    Uni<Void> count(SqlClient connection, Collection<Map.Entry<CodeMap.Unmapped, Long>> counted) {
        var rows = counted.stream()
                .sorted((one, other) -> key(one.getKey()).compareTo(key(other.getKey())))
                .map(entry -> Tuple.of(
                        entry.getKey().code().system(),
                        entry.getKey().code().code(),
                        entry.getKey().element(),
                        entry.getKey().display(),
                        entry.getValue()))
                .toList();
        return connection.preparedQuery(COUNT).executeBatch(rows).replaceWithVoid();
    }

    private static String key(CodeMap.Unmapped unmapped) {
        return unmapped.code().system() + "|" + unmapped.code().code() + "|" + unmapped.element();
    }

    private static CodeMap.Code codeOf(Row row) {
        return new CodeMap.Code(row.getString("system"), row.getString("code"));
    }

    private static CodeMap.Target targetOf(Row row) {
        return new CodeMap.Target(
                row.getString("target_system"), row.getString("target_code"), row.getString("display"));
    }
}
