package org.meridiandx.identity.directory;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Plain SQL and not Hibernate: entries are copies of bytes, and a load writes hundreds of them
/// with four statements.
@ApplicationScoped
class DirectoryRepository {
    /// In the order of the key, so that two loads at once wait for one another and do not lock
    /// crosswise.
    private static final String LOCK = """
            select resource_type, id, version, last_updated, content, source, fingerprint, status
            from directory_resource
            where (resource_type, id) in (select * from unnest($1::text[], $2::text[]))
            order by resource_type, id for update""";
    private static final String ARCHIVE = """
            insert into directory_history (resource_type, id, version, last_updated, content)
            select resource_type, id, version, last_updated, content from directory_resource
            where (resource_type, id) in (select * from unnest($1::text[], $2::text[]))""";
    private static final String UPSERT = """
            insert into directory_resource (resource_type, id, version, last_updated, content, source, fingerprint,
                status, part_of, organization, practitioner)
            select * from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[], $5::bytea[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
            on conflict (resource_type, id) do update set version = excluded.version,
                last_updated = excluded.last_updated, content = excluded.content, source = excluded.source,
                fingerprint = excluded.fingerprint, status = excluded.status, part_of = excluded.part_of,
                organization = excluded.organization, practitioner = excluded.practitioner
            where directory_resource.version = excluded.version - 1""";
    private static final String FORGET_KEYS = """
            delete from directory_key
            where (resource_type, resource_id) in (select * from unnest($1::text[], $2::text[]))""";
    private static final String ADD_KEYS = """
            insert into directory_key (resource_type, resource_id, parameter, system, value)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])""";
    private static final String VERSION = """
            select version, last_updated, content from directory_resource
            where resource_type = $1 and id = $2 and version = $3
            union all
            select version, last_updated, content from directory_history
            where resource_type = $1 and id = $2 and version = $3""";

    /// What stands there, held until the end of the transaction; by type and id.
    Uni<Map<String, Kept>> lock(SqlClient connection, List<DirectoryEntry> entries) {
        return connection.preparedQuery(LOCK).execute(names(entries)).map(rows -> {
            var kept = new HashMap<String, Kept>();
            rows.forEach(row -> kept.put(row.getString("resource_type") + "/" + row.getString("id"), keptOf(row)));
            return kept;
        });
    }

    Uni<Void> write(SqlClient connection, List<Written> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var names = names(rows.stream().map(Written::entry).toList());
        return connection
                .preparedQuery(ARCHIVE)
                .execute(names)
                .chain(() -> connection.preparedQuery(UPSERT).execute(rowsOf(rows)))
                .invoke(written -> requireAll(written.rowCount(), rows.size()))
                .chain(() -> connection.preparedQuery(FORGET_KEYS).execute(names))
                .chain(() -> connection.preparedQuery(ADD_KEYS).execute(keysOf(rows)))
                .replaceWithVoid();
    }

    /// Rows that did not exist could not be locked: somebody else may have made one of them
    /// meanwhile.
    private static void requireAll(int written, int wanted) {
        if (written != wanted) {
            throw ProblemException.of(
                    ProblemCode.VERSION_CONFLICT,
                    "An entry was made by somebody else at the same time. Send it again.");
        }
    }

    Uni<Optional<StoredResource>> version(SqlClient connection, String type, String id, int version) {
        return connection
                .preparedQuery(VERSION)
                .execute(Tuple.of(type, id, version))
                .map(rows -> {
                    var all = rows.iterator();
                    return all.hasNext() ? Optional.of(resourceOf(id, all.next())) : Optional.empty();
                });
    }

    /// An entry as it stands.
    record Kept(StoredResource resource, DirectoryEntry.Source source, String fingerprint, String status) {}

    /// An entry as it is to stand.
    record Written(DirectoryEntry entry, StoredResource resource, String fingerprint, DirectoryKeys keys) {}

    private static Kept keptOf(Row row) {
        return new Kept(
                resourceOf(row.getString("id"), row),
                DirectoryEntry.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                row.getString("fingerprint"),
                row.getString("status"));
    }

    private static StoredResource resourceOf(String id, Row row) {
        return new StoredResource(
                id,
                row.getInteger("version"),
                row.getOffsetDateTime("last_updated")
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant(),
                "",
                Set.of(),
                row.getBuffer("content").getBytes());
    }

    private static Tuple names(List<DirectoryEntry> entries) {
        return Tuple.of(
                entries.stream().map(DirectoryEntry::type).toArray(String[]::new),
                entries.stream().map(DirectoryEntry::id).toArray(String[]::new));
    }

    private static Tuple rowsOf(List<Written> rows) {
        var tuple = Tuple.tuple();
        tuple.addArrayOfString(text(rows, row -> row.entry().type()));
        tuple.addArrayOfString(text(rows, row -> row.entry().id()));
        tuple.addArrayOfInteger(
                rows.stream().map(row -> row.resource().version()).toArray(Integer[]::new));
        tuple.addArrayOfOffsetDateTime(rows.stream()
                .map(row -> row.resource().lastUpdated().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new));
        tuple.addValue(rows.stream()
                .map(row -> Buffer.buffer(row.resource().content()))
                .toArray(Buffer[]::new));
        tuple.addArrayOfString(text(rows, row -> row.entry().source().column()));
        tuple.addArrayOfString(text(rows, Written::fingerprint));
        tuple.addArrayOfString(text(rows, row -> row.keys().status()));
        tuple.addArrayOfString(optional(rows, row -> row.keys().partOf()));
        tuple.addArrayOfString(optional(rows, row -> row.keys().organization()));
        tuple.addArrayOfString(optional(rows, row -> row.keys().practitioner()));
        return tuple;
    }

    private static Tuple keysOf(List<Written> rows) {
        var columns = new ArrayList<List<String>>();
        for (var i = 0; i < 5; i++) {
            columns.add(new ArrayList<>());
        }
        for (var row : rows) {
            for (var key : row.keys().keys()) {
                columns.get(0).add(row.entry().type());
                columns.get(1).add(row.entry().id());
                columns.get(2).add(key.parameter());
                columns.get(3).add(key.system());
                columns.get(4).add(key.value());
            }
        }
        var tuple = Tuple.tuple();
        columns.forEach(column -> tuple.addArrayOfString(column.toArray(String[]::new)));
        return tuple;
    }

    private static String[] text(List<Written> rows, java.util.function.Function<Written, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    @SuppressWarnings("NullAway") // an SQL array holds nulls
    private static String[] optional(
            List<Written> rows, java.util.function.Function<Written, Optional<String>> column) {
        return rows.stream().map(row -> column.apply(row).orElse(null)).toArray(String[]::new);
    }
}
