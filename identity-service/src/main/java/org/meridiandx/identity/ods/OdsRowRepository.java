package org.meridiandx.identity.ods;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.identity.ods.rules.OdsEntry;
import org.meridiandx.identity.ods.rules.OdsField;
import org.meridiandx.identity.ods.rules.OdsLayout;
import org.meridiandx.identity.ods.rules.OdsRecord;

/// Plain SQL and not Hibernate: a piece of up to two thousand rows is two statements.
@ApplicationScoped
class OdsRowRepository {
    private static final String UPSERT = """
            insert into ods_row (code, layout, part, attributes, loaded_at)
            select code, $1, part, attributes::jsonb, $2
            from unnest($3::text[], $4::text[], $5::text[]) as r (code, part, attributes)
            order by code, part
            on conflict (code, layout, part)
                do update set attributes = excluded.attributes, loaded_at = excluded.loaded_at
                where ods_row.attributes <> excluded.attributes""";
    private static final String OF_CODES = """
            select code, layout, part, attributes from ods_row
            where code = any($1::text[]) order by code, layout, part""";

    /// Keeps what a layout says; each code and part at most once. Rows that say the same are not
    /// touched.
    Uni<Void> keep(SqlClient connection, OdsLayout layout, Collection<OdsEntry> entries, OffsetDateTime now) {
        return connection
                .preparedQuery(UPSERT)
                .execute(Tuple.of(
                        layout.code(),
                        now,
                        entries.stream().map(OdsEntry::code).toArray(String[]::new),
                        entries.stream().map(OdsEntry::part).toArray(String[]::new),
                        entries.stream().map(OdsRowRepository::attributesOf).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /// What all files say of these codes, in the order of the codes.
    Uni<List<OdsRecord>> records(SqlClient connection, Collection<String> codes) {
        return connection
                .preparedQuery(OF_CODES)
                .execute(Tuple.of(codes.toArray(String[]::new)))
                .map(rows -> {
                    var byCode = new LinkedHashMap<String, List<OdsRecord.Told>>();
                    rows.forEach(row -> byCode.computeIfAbsent(row.getString("code"), code -> new ArrayList<>())
                            .add(toldBy(row)));
                    return byCode.entrySet().stream()
                            .map(entry -> OdsRecord.of(entry.getKey(), entry.getValue()))
                            .toList();
                });
    }

    private static String attributesOf(OdsEntry entry) {
        var attributes = new JsonObject();
        entry.fields().forEach((field, value) -> attributes.put(field.name(), value));
        return attributes.encode();
    }

    private static OdsRecord.Told toldBy(Row row) {
        var fields = new EnumMap<OdsField, String>(OdsField.class);
        for (Map.Entry<String, Object> attribute : row.getJsonObject("attributes")) {
            fields.put(OdsField.valueOf(attribute.getKey()), String.valueOf(attribute.getValue()));
        }
        var layout = OdsLayout.of(row.getString("layout"))
                .orElseThrow(() -> new IllegalStateException("ods_row holds a layout that is not known any more"));
        return new OdsRecord.Told(layout, new OdsEntry(row.getString("code"), row.getString("part"), fields));
    }
}
