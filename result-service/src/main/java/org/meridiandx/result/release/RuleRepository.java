package org.meridiandx.result.release;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridiandx.access.Caller;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.release.rules.Release;
import org.meridiandx.result.release.rules.RuleTable;
import org.meridiandx.result.release.rules.RuleTable.Key;
import org.meridiandx.result.release.rules.RuleTable.Rule;
import org.meridiandx.result.release.rules.Subject;

/// The rules of organisations: each change is a row of its own, and the latest counts.
@ApplicationScoped
class RuleRepository {
    private static final String LATEST = """
            select distinct on (organisation, subject, grade) organisation, subject, grade, release, set_by, set_at
            from release_rule where organisation = any($1) order by organisation, subject, grade, id desc""";
    private static final String SET = """
            insert into release_rule (organisation, subject, grade, release, set_by, client_id)
            values ($1, $2, $3, $4, $5, $6)""";

    /// A rule of an organisation, and who made it.
    record Made(Rule rule, String by, Instant at) {}

    Uni<Map<String, RuleTable>> tables(SqlClient connection, Collection<String> organisations) {
        return made(connection, organisations).map(found -> {
            var tables = new HashMap<String, RuleTable>();
            found.forEach((organisation, rules) -> tables.put(
                    organisation, RuleTable.of(rules.stream().map(Made::rule).collect(Collectors.toList()))));
            return tables;
        });
    }

    Uni<List<Made>> of(SqlClient connection, String organisation) {
        return made(connection, List.of(organisation)).map(found -> found.getOrDefault(organisation, List.of()));
    }

    /// @param release empty for what the region says
    Uni<Void> set(SqlClient connection, Caller caller, Key key, Optional<Release> release) {
        return connection
                .preparedQuery(SET)
                .execute(Tuple.from(List.of(
                        caller.organisation(),
                        key.subject().text(),
                        key.grade().map(Grade::text).orElse(""),
                        release.map(Release::text).orElse(""),
                        caller.actor(),
                        caller.clientId())))
                .replaceWithVoid();
    }

    private Uni<Map<String, List<Made>>> made(SqlClient connection, Collection<String> organisations) {
        return connection
                .preparedQuery(LATEST)
                .execute(Tuple.of(organisations.toArray(String[]::new)))
                .map(rows -> {
                    var found = new HashMap<String, List<Made>>();
                    rows.forEach(row -> madeOf(row)
                            .ifPresent(one -> found.computeIfAbsent(
                                            row.getString("organisation"), any -> new ArrayList<>())
                                    .add(one)));
                    return found;
                });
    }

    private static Optional<Made> madeOf(Row row) {
        var key = new Key(Subject.parse(row.getString("subject")).orElseThrow(), Grade.parse(row.getString("grade")));
        return Release.parse(row.getString("release"))
                .map(release -> new Made(
                        new Rule(key, release),
                        row.getString("set_by"),
                        row.getOffsetDateTime("set_at").toInstant()));
    }
}
