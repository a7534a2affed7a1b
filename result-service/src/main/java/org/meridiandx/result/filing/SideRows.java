package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.result.resources.Token;

/// Codes and identifiers of what is filed together, for searches. They go to their tables with one
/// statement: each of six would cost more than its few rows.
///
/// Those of earlier versions stay, so that a corrected code still finds its report.
final class SideRows {
    /// A table of them.
    enum Table {
        DIAGNOSTIC_REPORT_IDENTIFIER,
        DIAGNOSTIC_REPORT_CODE,
        DIAGNOSTIC_REPORT_CATEGORY,
        OBSERVATION_IDENTIFIER,
        OBSERVATION_CODE,
        SPECIMEN_IDENTIFIER;

        /// The parameters of a table are three arrays.
        private String insert() {
            var first = ordinal() * 3 + 1;
            return """
                    insert into %s (resource_id, system, value)
                    select * from unnest($%d::text[], $%d::text[], $%d::text[]) on conflict do nothing""".formatted(name().toLowerCase(Locale.ROOT), first, first + 1, first + 2);
        }
    }

    private static final String PUT = Stream.of(Table.values())
                    .limit(Table.values().length - 1L)
                    .map(table -> table.name().toLowerCase(Locale.ROOT) + "_rows as (" + table.insert() + ")")
                    .collect(Collectors.joining(", ", "with ", " "))
            + Table.values()[Table.values().length - 1].insert();

    private record Row(String resourceId, Token token) {}

    private final Map<Table, List<Row>> rows = new EnumMap<>(Table.class);

    /// @param id of the resource that a row makes
    /// @param tokens of it
    <R> void add(Table table, List<R> filed, Function<R, String> id, Function<R, List<Token>> tokens) {
        var all = rows.computeIfAbsent(table, first -> new ArrayList<>());
        for (var one : filed) {
            tokens.apply(one).forEach(token -> all.add(new Row(id.apply(one), token)));
        }
    }

    boolean isEmpty() {
        return rows.values().stream().allMatch(List::isEmpty);
    }

    /// Adds them all in the caller's transaction.
    Uni<Void> put(SqlClient connection) {
        var columns = new ArrayList<Object>();
        for (var table : Table.values()) {
            var all = rows.getOrDefault(table, List.of());
            columns.add(texts(all, Row::resourceId));
            columns.add(texts(all, row -> row.token().system()));
            columns.add(texts(all, row -> row.token().value()));
        }
        return connection.preparedQuery(PUT).execute(Tuple.from(columns)).replaceWithVoid();
    }

    private static String[] texts(List<Row> rows, Function<Row, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
