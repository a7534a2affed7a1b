package org.meridiandx.identity.access.consents;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Function;
import org.meridiandx.fhir.StoredResource;

/// Plain SQL: a Consent is a copy of bytes with a few columns that decisions join.
@ApplicationScoped
class ConsentRepository {
    private static final String INSERT = """
            insert into consent (id, version, last_updated, patient_id, organisations, content, status, rule, category,
                actors, types, labels, purposes, since, until)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""";
    private static final String UPDATE = """
            update consent set version = $2, last_updated = $3, organisations = $5, content = $6, status = $7,
                rule = $8, category = $9, actors = $10, types = $11, labels = $12, purposes = $13, since = $14,
                until = $15
            where id = $1 and version = $2 - 1 and patient_id = $4""";
    private final Pool pool;

    ConsentRepository(Pool pool) {
        this.pool = pool;
    }

    <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work);
    }

    Uni<Void> insert(SqlClient connection, StoredResource resource, ConsentColumns columns) {
        return connection
                .preparedQuery(INSERT)
                .execute(tupleOf(resource, columns))
                .replaceWithVoid();
    }

    /// @return false where somebody else changed the row first
    Uni<Boolean> update(SqlClient connection, StoredResource resource, ConsentColumns columns) {
        return connection
                .preparedQuery(UPDATE)
                .execute(tupleOf(resource, columns))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Tuple tupleOf(StoredResource resource, ConsentColumns columns) {
        return Tuple.tuple()
                .addString(resource.id())
                .addInteger(resource.version())
                .addOffsetDateTime(resource.lastUpdated().atOffset(ZoneOffset.UTC))
                .addString(columns.patientId())
                .addArrayOfString(array(resource.organisations()))
                .addValue(Buffer.buffer(resource.content()))
                .addString(columns.status())
                .addString(columns.rule())
                .addString(columns.category())
                .addArrayOfString(array(columns.actors()))
                .addArrayOfString(array(columns.types()))
                .addArrayOfString(array(columns.labels()))
                .addArrayOfString(array(columns.purposes()))
                .addOffsetDateTime(columns.since().atOffset(ZoneOffset.UTC))
                .addValue(columns.until()
                        .map((Instant until) -> until.atOffset(ZoneOffset.UTC))
                        .orElse(null));
    }

    private static String[] array(Set<String> values) {
        return values.stream().sorted().toArray(String[]::new);
    }
}
