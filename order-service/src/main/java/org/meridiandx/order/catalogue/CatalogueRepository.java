package org.meridiandx.order.catalogue;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.catalogue.rules.CatalogueTest.LocalCode;

/// Plain SQL and not Hibernate: tests are copies of bytes, and a file has thousands of them.
@ApplicationScoped
class CatalogueRepository {
    private static final String ONE_WRITER = "select pg_advisory_xact_lock(hashtext('meridian-catalogue'))";
    private static final String STORED =
            "select id, version, last_updated, content, source, fingerprint, status from catalogue_test";
    private static final String UPSERT = """
            insert into catalogue_test (id, version, last_updated, content, status, category, title, source, fingerprint)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (id) do update set version = excluded.version, last_updated = excluded.last_updated,
                content = excluded.content, status = excluded.status, category = excluded.category,
                title = excluded.title, source = excluded.source, fingerprint = excluded.fingerprint""";
    private static final String KEEP_VERSION =
            "insert into catalogue_test_history (id, version, last_updated, content) values ($1, $2, $3, $4)";
    private static final String FORGET_CODES = "delete from catalogue_test_code where resource_id = $1";
    private static final String FORGET_LOCAL_CODES = "delete from catalogue_local_code where resource_id = $1";
    private static final String ADD_CODES = """
            insert into catalogue_test_code (resource_id, system, value)
            select distinct $1, system, value from unnest($2::text[], $3::text[]) as c (system, value)""";
    private static final String ADD_LOCAL_CODES = """
            insert into catalogue_local_code (resource_id, organisation, system, code)
            select $1, organisation, system, code
            from unnest($2::text[], $3::text[], $4::text[]) as c (organisation, system, code)""";
    private static final String RELEASE_LOCAL_CODES = """
            delete from catalogue_local_code
            where resource_id = $1
                and (organisation, system, code) not in (select * from unnest($2::text[], $3::text[], $4::text[]))""";
    private static final String TAKEN = """
            select resource_id from catalogue_local_code
            where resource_id <> $1
                and (organisation, system, code) in (select * from unnest($2::text[], $3::text[], $4::text[]))
            limit 1""";

    /// A test as it stands.
    record Kept(StoredResource resource, CatalogueEntry.Source source, String fingerprint, String status) {}

    /// Holds back other writers until the end of the transaction: writes are rare.
    Uni<Void> beOnlyWriter(SqlClient connection) {
        return connection.query(ONE_WRITER).execute().replaceWithVoid();
    }

    Uni<Optional<Kept>> find(SqlClient connection, String id) {
        return connection
                .preparedQuery(STORED + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> all(rows, CatalogueRepository::keptOf).stream().findFirst());
    }

    Uni<List<Kept>> findAll(SqlClient connection) {
        return connection.query(STORED).execute().map(rows -> all(rows, CatalogueRepository::keptOf));
    }

    Uni<List<StoredResource>> findThese(SqlClient connection, List<String> ids) {
        return connection
                .preparedQuery(STORED + " where id = any($1)")
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> all(rows, CatalogueRepository::resourceOf));
    }

    /// Grows with each change, since no test is ever deleted.
    Uni<Long> stamp(SqlClient connection) {
        return connection
                .query("select coalesce(sum(version), 0)::bigint as stamp from catalogue_test")
                .execute()
                .map(rows -> rows.iterator().next().getLong("stamp"));
    }

    /// One line for each test: its id and its version.
    Uni<List<Version>> versions(SqlClient connection) {
        return connection
                .query("select id, version from catalogue_test")
                .execute()
                .map(rows -> all(rows, row -> new Version(row.getString("id"), row.getInteger("version"))));
    }

    record Version(String id, int version) {}

    Uni<Optional<StoredResource>> version(SqlClient connection, String id, int version) {
        return connection
                .preparedQuery("select id, version, last_updated, content from catalogue_test_history"
                        + " where id = $1 and version = $2")
                .execute(Tuple.of(id, version))
                .map(rows -> all(rows, CatalogueRepository::resourceOf).stream().findFirst());
    }

    /// @return the id of another test that one of these local codes means
    Uni<Optional<String>> otherByLocalCode(SqlClient connection, CatalogueEntry entry) {
        return connection
                .preparedQuery(TAKEN)
                .execute(localCodes(entry))
                .map(rows ->
                        all(rows, row -> row.getString("resource_id")).stream().findFirst());
    }

    /// Lets go of the local codes that these tests will not have any more, before any of them is written:
    /// another one may be given them.
    Uni<Void> releaseLocalCodes(SqlClient connection, List<CatalogueEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(RELEASE_LOCAL_CODES)
                        .executeBatch(entries.stream()
                                .map(CatalogueRepository::localCodes)
                                .toList())
                        .replaceWithVoid();
    }

    /// @param stored the next version of the entry
    Uni<Void> write(SqlClient connection, CatalogueEntry entry, StoredResource stored) {
        var id = Tuple.of(entry.id());
        return connection
                .preparedQuery(UPSERT)
                .execute(rowOf(entry, stored))
                .chain(() -> connection.preparedQuery(KEEP_VERSION).execute(versionOf(stored)))
                .chain(() -> connection.preparedQuery(FORGET_CODES).execute(id))
                .chain(() -> connection.preparedQuery(FORGET_LOCAL_CODES).execute(id))
                .chain(() -> addCodes(connection, entry));
    }

    /// The local codes of a retired test are free for others.
    private static Uni<Void> addCodes(SqlClient connection, CatalogueEntry entry) {
        var added = connection.preparedQuery(ADD_CODES).execute(codes(entry)).replaceWithVoid();
        return entry.test().isInUse()
                ? added.chain(() -> connection
                        .preparedQuery(ADD_LOCAL_CODES)
                        .execute(localCodes(entry))
                        .replaceWithVoid())
                : added;
    }

    private static Tuple rowOf(CatalogueEntry entry, StoredResource stored) {
        return versionOf(stored)
                .addString(entry.definition().getStatus().toCode())
                .addString(CatalogueMapper.category(entry.definition()))
                .addString(entry.test().title().toLowerCase(Locale.ROOT))
                .addString(entry.source().column())
                .addString(entry.fingerprint());
    }

    private static Tuple versionOf(StoredResource stored) {
        return Tuple.of(
                stored.id(),
                stored.version(),
                stored.lastUpdated().atOffset(ZoneOffset.UTC),
                Buffer.buffer(stored.content()));
    }

    private static Tuple codes(CatalogueEntry entry) {
        var codes = entry.test().codes();
        return Tuple.of(
                entry.id(),
                codes.stream().map(code -> code.system()).toArray(String[]::new),
                codes.stream().map(code -> code.code()).toArray(String[]::new));
    }

    private static Tuple localCodes(CatalogueEntry entry) {
        return Tuple.of(
                entry.id(),
                local(entry, LocalCode::organisation),
                local(entry, local -> local.code().system()),
                local(entry, local -> local.code().code()));
    }

    private static String[] local(CatalogueEntry entry, Function<LocalCode, String> part) {
        return entry.test().localCodes().stream().map(part).toArray(String[]::new);
    }

    private static Kept keptOf(Row row) {
        return new Kept(
                resourceOf(row),
                CatalogueEntry.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                row.getString("fingerprint"),
                row.getString("status"));
    }

    private static StoredResource resourceOf(Row row) {
        return new StoredResource(
                row.getString("id"),
                row.getInteger("version"),
                row.getOffsetDateTime("last_updated").toInstant(),
                "",
                Set.of(),
                row.getBuffer("content").getBytes());
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapping).toList();
    }
}
