package org.meridiandx.result.record.entries;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.meridiandx.directory.Standing;
import org.meridiandx.result.filing.Columns;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.Token;

/// The statements of entries: one per table however many rows.
@ApplicationScoped
class EntryRepository {
    private static final String COLUMNS = """
            e.resource_type, e.id, e.version, e.patient_id, e.patient_nhs_number, e.recorded_patient_id, e.source,
            e.entry_key, e.content_hash, e.source_updated_at, e.content""";
    private static final String BY_KEYS = "select " + COLUMNS + """
             from unnest($1::text[], $2::text[], $3::text[]) as asked(resource_type, source, entry_key)
            join record_entry e on e.resource_type = asked.resource_type and e.source = asked.source
                and e.entry_key = asked.entry_key
            order by e.id for update of e""";
    private static final String BY_ID =
            "select " + COLUMNS + " from record_entry e where e.resource_type = $1 and e.id = $2 for update";
    /// At most $3 rows on either side of the patient in the index, and no more than 8 MB of them but for the last.
    private static final String UNMOVED = "select " + COLUMNS + """
             from record_entry e where e.patient_id <> $2 and e.id in (
                select id from (
                    select id, sum(bytes) over (order by id) - bytes as bytes_before from (
                        (select id, octet_length(content) as bytes from record_entry
                        where recorded_patient_id = $1 and patient_id < $2 limit $3)
                        union all
                        (select id, octet_length(content) as bytes from record_entry
                        where recorded_patient_id = $1 and patient_id > $2 limit $3)) as unmoved) as sized
                where bytes_before < 8388608)
            for update of e""";
    private static final String KEEP_OLD = """
            insert into superseded_version
                (resource_type, id, version, last_updated, patient_id, organisations, content)
            select resource_type, id, version, last_updated, patient_id, organisations, content
            from record_entry where id = any($1) on conflict do nothing""";
    private static final String PUT = """
            insert into record_entry (id, version, last_updated, patient_id, patient_nhs_number, organisations, content,
                status, resource_type, recorded_patient_id, source, entry_key, content_hash, source_updated_at,
                verification, happened_at, recorded_at)
            select id, version, last_updated, patient_id, nhs_number, string_to_array(organisations, ','), content,
                status, resource_type, recorded_patient_id, source, entry_key, content_hash, source_updated_at,
                verification, happened_at, recorded_at
            from unnest($1::text[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[],
                $15::text[], $16::timestamptz[], $17::timestamptz[])
                as t(id, version, last_updated, patient_id, nhs_number, organisations, content, status, resource_type,
                recorded_patient_id, source, entry_key, content_hash, source_updated_at, verification, happened_at,
                recorded_at)
            on conflict (id, resource_type) do update set version = excluded.version,
                last_updated = excluded.last_updated, patient_id = excluded.patient_id,
                patient_nhs_number = excluded.patient_nhs_number, organisations = excluded.organisations,
                content = excluded.content, status = excluded.status, entry_key = excluded.entry_key,
                content_hash = excluded.content_hash, source_updated_at = excluded.source_updated_at,
                verification = excluded.verification, happened_at = excluded.happened_at,
                recorded_at = excluded.recorded_at""";
    private static final String SIDE = """
            insert into %s (resource_id, system, value)
            select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing""";

    Uni<RowSet<Row>> byKeys(SqlClient connection, Collection<EntryKey> keys) {
        var columns = Columns.of(List.copyOf(keys))
                .text(key -> key.type().fhirName())
                .text(EntryKey::source)
                .text(EntryKey::key);
        return connection.preparedQuery(BY_KEYS).execute(columns.toTuple());
    }

    Uni<RowSet<Row>> byId(SqlClient connection, RecordType type, String id) {
        return connection.preparedQuery(BY_ID).execute(Tuple.of(type.fhirName(), id));
    }

    Uni<RowSet<Row>> unmoved(SqlClient connection, Standing standing, int limit) {
        return connection
                .preparedQuery(UNMOVED)
                .execute(Tuple.of(standing.recordedPatientId(), standing.patientId(), limit));
    }

    /// Copies the rows of these ids, as they stand, to the superseded versions.
    Uni<Void> keepOld(SqlClient connection, List<String> ids) {
        return connection
                .preparedQuery(KEEP_OLD)
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Void> put(SqlClient connection, List<EntryRow> rows) {
        var columns = Columns.of(rows)
                .text(row -> row.entry().id())
                .number(row -> row.entry().version())
                .time(EntryRow::lastUpdated)
                .text(row -> row.entry().patient().patientId())
                .text(row -> row.entry().patient().nhsNumber())
                .codes(row -> row.entry().organisations())
                .bytes(EntryRow::content)
                .text(EntryRow::status)
                .text(row -> row.entry().type().fhirName())
                .text(row -> row.entry().patient().recordedPatientId())
                .text(row -> row.entry().origin().key().source())
                .text(row -> row.entry().origin().key().key())
                .text(row -> row.entry().origin().contentHash())
                .time(row -> row.entry().origin().sourceUpdatedAt())
                .text(EntryRow::verification)
                .time(EntryRow::happenedAt)
                .time(EntryRow::recordedAt);
        return connection.preparedQuery(PUT).execute(columns.toTuple()).replaceWithVoid();
    }

    /// Adds codes or identifiers; those of earlier versions stay, so that a corrected code still finds its entry.
    Uni<Void> putSide(SqlClient connection, String table, List<EntryRow> rows, Function<EntryRow, List<Token>> tokens) {
        var sides = new ArrayList<EntryRow.Side>();
        rows.forEach(row -> tokens.apply(row)
                .forEach(token -> sides.add(new EntryRow.Side(row.entry().id(), token))));
        if (sides.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var columns = Columns.of(sides)
                .text(EntryRow.Side::resourceId)
                .text(row -> row.token().system())
                .text(row -> row.token().value());
        return connection
                .preparedQuery(SIDE.formatted(table))
                .execute(columns.toTuple())
                .replaceWithVoid();
    }
}
