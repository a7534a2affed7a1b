package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What the planner would do with a hundred thousand patients, who are there for no other test.
public final class ManyPatients {
    private static final String FILL = """
            insert into patient (id, version, last_updated, patient_id, content, own_content, nhs_number, family, given,
                birth_date, gender, fingerprint, postcode, outward, said_at)
            select 'plan-' || i, 1, now(), 'plan-' || i, '{}', '{}', null, 'FAMILY' || (i % 5000), 'GIVEN' || (i % 300),
                date '1930-01-01' + (i % 30000), 'female', '', 'LS' || (i % 20) || '1AA', 'LS' || (i % 20), now()
            from generate_series(1, 100000) i""";
    private static final String FILL_NUMBERS = """
            insert into patient_identifier (resource_id, system, value, is_key)
            select 'plan-' || i, 'urn:plan', 'N' || i, true from generate_series(1, 100000) i""";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ManyPatients() {}

    /// @param explain asks for plans, on the connection that sees the patients
    public static <T> T among(Pool pool, Function<SqlConnection, Uni<T>> explain) {
        return pool.withConnection(connection -> connection
                        .begin()
                        .chain(transaction -> connection
                                .query(FILL)
                                .execute()
                                .chain(() -> connection.query(FILL_NUMBERS).execute())
                                .chain(() -> connection
                                        .query("analyze patient, patient_identifier")
                                        .execute())
                                .chain(() -> explain.apply(connection))
                                .eventually(transaction::rollback)))
                .await()
                .atMost(PATIENCE);
    }

    public static String planOf(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
    }
}
