package org.meridiandx.identity.patients.values;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.meridiandx.identity.patients.values.rules.SaidValue;

/// Plain SQL, in the transaction of a patient's change.
@ApplicationScoped
class ValueRepository {
    private static final String ADD = """
            insert into patient_value (patient_id, field_group, source, said_at, rank, content)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::bytea[])
            on conflict (patient_id, field_group, source, said_at) do update
                set rank = excluded.rank, content = excluded.content""";
    private static final String OF = """
            select patient_id, field_group, source, said_at, rank, content from patient_value
            where patient_id = any($1) order by said_at, patient_id, field_group, source""";

    Uni<Void> add(SqlClient connection, List<SaidValue> said) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addArrayOfString(said.stream().map(SaidValue::recordId).toArray(String[]::new))
                        .addArrayOfString(said.stream().map(SaidValue::group).toArray(String[]::new))
                        .addArrayOfString(said.stream().map(SaidValue::source).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(said.stream()
                                .map(value -> value.saidAt().atOffset(ZoneOffset.UTC))
                                .toArray(java.time.OffsetDateTime[]::new))
                        .addArrayOfInteger(said.stream().map(SaidValue::rank).toArray(Integer[]::new))
                        .addValue(said.stream()
                                .map(value -> Buffer.buffer(value.value().getBytes(StandardCharsets.UTF_8)))
                                .toArray(Buffer[]::new)))
                .replaceWithVoid();
    }

    Uni<List<SaidValue>> of(SqlClient connection, Collection<String> ids) {
        return connection
                .preparedQuery(OF)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> {
                    var said = new ArrayList<SaidValue>(rows.size());
                    rows.forEach(row -> said.add(new SaidValue(
                            row.getString(0),
                            row.getString(1),
                            row.getString(2),
                            row.getInteger(4),
                            row.getOffsetDateTime(3).toInstant(),
                            row.getBuffer(5).toString(StandardCharsets.UTF_8))));
                    return List.copyOf(said);
                });
    }

    Uni<TrustOrder> trust(SqlClient connection) {
        return connection
                .preparedQuery("select kind || '/' || field_group, rank from demographic_trust")
                .execute()
                .map(rows -> {
                    var ranks = new HashMap<String, Integer>();
                    rows.forEach(row -> ranks.put(row.getString(0), row.getInteger(1)));
                    return new TrustOrder(ranks);
                });
    }
}
