package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.StoredResource;

/// Plain SQL and not Hibernate: a Patient is a copy of bytes with a few columns, ADT intake is a
/// hot path, and the identifiers are written with one statement.
@ApplicationScoped
class PatientRepository {
    private static final String COLUMNS = "id, version, last_updated, patient_id, organisations, content, fingerprint";
    private static final String INSERT = """
            insert into patient (id, version, last_updated, patient_id, organisations, content, nhs_number, family,
                given, birth_date, gender, deceased, fingerprint)
            values ($1, $2, $3, $1, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
    private static final String UPDATE = """
            update patient set version = $2, last_updated = $3, organisations = $4, content = $5, nhs_number = $6,
                family = $7, given = $8, birth_date = $9, gender = $10, deceased = $11, fingerprint = $12
            where id = $1 and version = $2 - 1""";
    private static final String FORGET_IDENTIFIERS = "delete from patient_identifier where resource_id = $1";
    private static final String ADD_IDENTIFIERS = """
            insert into patient_identifier (resource_id, system, value, is_key)
            select $1, system, value, is_key
            from unnest($2::text[], $3::text[], $4::boolean[]) as i (system, value, is_key)""";
    private static final String MATCH = """
            select p.id, i.system, i.value, i.is_key, p.nhs_number, p.family, p.birth_date, p.deceased
            from unnest($1::text[], $2::text[]) as k (system, value)
            join patient_identifier i on i.system = k.system and i.value = k.value
            join patient p on p.id = i.resource_id
            limit 100""";
    private static final String MATCH_ID = """
            select p.id, '' as system, '' as value, true as is_key, p.nhs_number, p.family, p.birth_date, p.deceased
            from patient p where p.id = $1""";

    Uni<Optional<Stored>> find(SqlClient connection, String id) {
        return one(connection, "select " + COLUMNS + " from patient where id = $1", id);
    }

    Uni<Optional<Stored>> lock(SqlClient connection, String id) {
        return one(connection, "select " + COLUMNS + " from patient where id = $1 for update", id);
    }

    Uni<Optional<String>> idOf(SqlClient connection, NhsNumber number) {
        return connection
                .preparedQuery("select id from patient where nhs_number = $1")
                .execute(Tuple.of(number.value()))
                .map(rows -> rows.iterator().hasNext()
                        ? Optional.of(rows.iterator().next().getString(0))
                        : Optional.empty());
    }

    Uni<List<PatientMatch>> match(SqlClient connection, List<PatientIdentifier> identifiers) {
        return connection
                .preparedQuery(MATCH)
                .execute(Tuple.of(
                        identifiers.stream().map(PatientIdentifier::system).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::value).toArray(String[]::new)))
                .map(PatientRepository::matchesOf);
    }

    Uni<List<PatientMatch>> matchId(SqlClient connection, String id) {
        return connection.preparedQuery(MATCH_ID).execute(Tuple.of(id)).map(PatientRepository::matchesOf);
    }

    Uni<Void> insert(SqlClient connection, PatientRow row) {
        return connection.preparedQuery(INSERT).execute(tupleOf(row)).chain(() -> addIdentifiers(connection, row));
    }

    /// @return false where somebody else changed the row first
    Uni<Boolean> update(SqlClient connection, PatientRow row) {
        return connection
                .preparedQuery(UPDATE)
                .execute(tupleOf(row))
                .map(rows -> rows.rowCount() == 1)
                .call(() -> connection
                        .preparedQuery(FORGET_IDENTIFIERS)
                        .execute(Tuple.of(row.resource().id())))
                .call(() -> addIdentifiers(connection, row));
    }

    /// A row as it is kept.
    record Stored(StoredResource resource, String fingerprint) {}

    private static Uni<Void> addIdentifiers(SqlClient connection, PatientRow row) {
        var identifiers = row.columns().identifiers();
        if (identifiers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(ADD_IDENTIFIERS)
                .execute(Tuple.of(
                        row.resource().id(),
                        identifiers.stream().map(PatientIdentifier::system).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::value).toArray(String[]::new),
                        identifiers.stream().map(PatientIdentifier::isKey).toArray(Boolean[]::new)))
                .replaceWithVoid();
    }

    private static Tuple tupleOf(PatientRow row) {
        var resource = row.resource();
        var columns = row.columns();
        return Tuple.tuple()
                .addString(resource.id())
                .addInteger(resource.version())
                .addOffsetDateTime(resource.lastUpdated().atOffset(ZoneOffset.UTC))
                .addArrayOfString(resource.organisations().toArray(String[]::new))
                .addValue(Buffer.buffer(resource.content()))
                .addValue(columns.nhsNumber().map(NhsNumber::value).orElse(null))
                .addString(columns.family())
                .addString(columns.given())
                .addValue(columns.birthDate().orElse(null))
                .addString(columns.gender())
                .addBoolean(columns.deceased())
                .addString(row.fingerprint());
    }

    private static Uni<Optional<Stored>> one(SqlClient connection, String sql, String id) {
        return connection.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> {
            var all = rows.iterator();
            return all.hasNext() ? Optional.of(storedOf(all.next())) : Optional.empty();
        });
    }

    private static Stored storedOf(Row row) {
        return new Stored(
                new StoredResource(
                        row.getString("id"),
                        row.getInteger("version"),
                        row.getOffsetDateTime("last_updated").toInstant(),
                        row.getString("patient_id"),
                        Set.of(row.getArrayOfStrings("organisations")),
                        row.getBuffer("content").getBytes()),
                row.getString("fingerprint"));
    }

    private static List<PatientMatch> matchesOf(RowSet<Row> rows) {
        var matches = new ArrayList<PatientMatch>();
        for (var row : rows) {
            matches.add(new PatientMatch(
                    row.getString(0),
                    new PatientIdentifier(row.getString(1), row.getString(2), row.getBoolean(3)),
                    Optional.ofNullable(row.getString(4)).map(NhsNumber::new),
                    Optional.ofNullable(row.getString(5)).orElse(""),
                    Optional.ofNullable(row.getLocalDate(6)),
                    row.getBoolean(7)));
        }
        return List.copyOf(matches);
    }
}
