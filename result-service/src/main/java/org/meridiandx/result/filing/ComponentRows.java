package org.meridiandx.result.filing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.Token;

/// The values inside Observations, such as the two of a blood pressure, for searches by code and value.
/// Few Observations have any; for the others there is no statement.
final class ComponentRows {
    private static final String CLEAR = "delete from observation_component where resource_id = any($1)";
    private static final String PUT = """
            insert into observation_component (resource_id, system, value, value_number, value_unit)
            select id, system, value, value_number::numeric, value_unit
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                as t(id, system, value, value_number, value_unit)""";

    private ComponentRows() {}

    private record Row(String resourceId, Token code, String number, String unit) {}

    /// @return the statements that make them those of these versions
    static List<Uni<Void>> statements(SqlClient connection, List<ObservationVersion> versions) {
        var statements = new ArrayList<Uni<Void>>();
        var later = FiledVersion.later(versions);
        if (!later.isEmpty()) {
            statements.add(connection
                    .preparedQuery(CLEAR)
                    .execute(Tuple.of(later.toArray(String[]::new)))
                    .replaceWithVoid());
        }
        var rows =
                versions.stream().flatMap(version -> rowsOf(version).stream()).toList();
        if (!rows.isEmpty()) {
            var columns = Columns.of(rows)
                    .text(Row::resourceId)
                    .text(row -> row.code().system())
                    .text(row -> row.code().value())
                    .text(Row::number)
                    .text(Row::unit);
            statements.add(
                    connection.preparedQuery(PUT).execute(columns.toTuple()).replaceWithVoid());
        }
        return statements;
    }

    private static List<Row> rowsOf(ObservationVersion version) {
        var rows = new ArrayList<Row>();
        for (var component : ResourceColumns.each(version.json().path("component"))) {
            var quantity = component.path("valueQuantity");
            var number = ResourceColumns.number(quantity.path("value"));
            if (number != null) {
                var unit = ResourceColumns.text(quantity.path("code"));
                ResourceColumns.codings(component.path("code"))
                        .forEach(code -> rows.add(new Row(version.id(), code, Objects.requireNonNull(number), unit)));
            }
        }
        return rows;
    }
}
