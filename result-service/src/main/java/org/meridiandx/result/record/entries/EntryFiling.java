package org.meridiandx.result.record.entries;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.directory.Standing;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceTree;

/// Files entries of the record and finds them again, in the caller's transaction.
@ApplicationScoped
public class EntryFiling {
    private final EntryRepository repository;
    private final Clock clock;

    EntryFiling(EntryRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /// Writes new entries and next versions; what they take the place of is kept.
    public Uni<Void> file(SqlClient connection, List<EntryVersion> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var rows = entries.stream().map(entry -> EntryRow.of(entry, at)).toList();
        var later = FiledVersion.later(entries);
        var statements = new ArrayList<Uni<Void>>();
        if (!later.isEmpty()) {
            statements.add(repository.keepOld(connection, later));
        }
        statements.add(repository.put(connection, rows));
        statements.add(repository.putSide(connection, "record_code", rows, EntryRow::codes));
        statements.add(repository.putSide(connection, "record_identifier", rows, EntryRow::identifiers));
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    /// The entries on record under these keys, locked until the transaction ends.
    public Uni<Map<EntryKey, EntryVersion>> find(SqlClient connection, Collection<EntryKey> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return repository.byKeys(connection, keys).map(rows -> {
            var found = new HashMap<EntryKey, EntryVersion>();
            all(rows).forEach(entry -> found.put(entry.origin().key(), entry));
            return found;
        });
    }

    /// One entry, locked until the transaction ends.
    public Uni<Optional<EntryVersion>> load(SqlClient connection, RecordType type, String id) {
        return repository
                .byId(connection, type, id)
                .map(rows -> all(rows).stream().findFirst());
    }

    /// Some of what was recorded under a record and counts for another patient than it should, locked.
    public Uni<List<EntryVersion>> unmoved(SqlClient connection, Standing standing, int limit) {
        return repository.unmoved(connection, standing, limit).map(EntryFiling::all);
    }

    private static List<EntryVersion> all(RowSet<Row> rows) {
        var all = new ArrayList<EntryVersion>(rows.size());
        rows.forEach(row -> all.add(entryOf(row)));
        return all;
    }

    private static EntryVersion entryOf(Row row) {
        var type = RecordType.named(row.getString("resource_type")).orElseThrow();
        var key = new EntryKey(type, row.getString("source"), row.getString("entry_key"));
        return new EntryVersion(
                row.getString("id"),
                row.getInteger("version"),
                ResourceTree.parse(row.getBuffer("content").getBytes()),
                new PatientRef(
                        row.getString("patient_id"),
                        row.getString("patient_nhs_number"),
                        row.getString("recorded_patient_id"),
                        0),
                new EntryVersion.Origin(
                        key, row.getString("content_hash"), row.getOffsetDateTime("source_updated_at")));
    }
}
