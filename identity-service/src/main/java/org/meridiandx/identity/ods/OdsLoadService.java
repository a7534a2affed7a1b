package org.meridiandx.identity.ods;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.directory.AuditedOutbox;
import org.meridiandx.identity.directory.DirectoryEntry;
import org.meridiandx.identity.directory.DirectoryService;
import org.meridiandx.identity.directory.DirectoryWriteResult;
import org.meridiandx.identity.ods.rules.OdsEntry;
import org.meridiandx.identity.ods.rules.OdsLayout;
import org.meridiandx.identity.ods.rules.OdsReading;
import org.meridiandx.identity.ods.rules.OdsRecord;
import org.meridiandx.identity.ods.rules.Row;

/// Loads a piece of a published file: keeps its rows, puts each code together from all that is
/// known, and has the directory write what differs. One transaction; safe to repeat.
@ApplicationScoped
public class OdsLoadService {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private final Pool pool;
    private final OdsRowRepository repository;
    private final DirectoryService directory;
    private final AuditedOutbox outbox;
    private final Clock clock;

    OdsLoadService(
            Pool pool, OdsRowRepository repository, DirectoryService directory, AuditedOutbox outbox, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.directory = directory;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// @return what it did; nothing is written when it fails
    Uni<OdsReport> load(Caller caller, OdsLayout layout, List<Row> rows) {
        var read = Read.of(layout, rows);
        return pool.withTransaction(connection ->
                store(connection, layout, read).call(report -> outbox.append(connection, caller, traceOf(report))));
    }

    private Uni<OdsReport> store(SqlClient connection, OdsLayout layout, Read read) {
        var now = OffsetDateTime.now(clock.withZone(ZoneOffset.UTC));
        return repository
                .keep(connection, layout, read.entries().values(), now)
                .chain(() -> repository.records(connection, read.codes()))
                .chain(records -> show(connection, records).map(results -> reportOf(read, records, results)));
    }

    private Uni<List<DirectoryWriteResult>> show(SqlClient connection, List<OdsRecord> records) {
        var today = LocalDate.now(clock.withZone(ENGLAND));
        var entries = records.stream()
                .flatMap(record -> OdsMapper.toFhir(record, today).stream())
                .map(resource -> new DirectoryEntry(resource, DirectoryEntry.Source.ODS))
                .toList();
        return directory.write(connection, entries);
    }

    private static OdsReport reportOf(Read read, List<OdsRecord> records, List<DirectoryWriteResult> results) {
        var created = 0;
        var changed = 0;
        var closed = 0;
        var unchanged = 0;
        for (var result : results) {
            switch (result) {
                case DirectoryWriteResult.Created entry -> created++;
                case DirectoryWriteResult.Changed(var entry, var isClosed) -> {
                    changed += isClosed ? 0 : 1;
                    closed += isClosed ? 1 : 0;
                }
                case DirectoryWriteResult.Unchanged entry -> unchanged++;
                case DirectoryWriteResult.KeptByOther kept -> unchanged++;
                case DirectoryWriteResult.VersionConflict conflict -> unchanged++;
            }
        }
        var waiting =
                (int) records.stream().filter(record -> record.kind().isEmpty()).count();
        return new OdsReport(read.rows(), created, changed, closed, unchanged, waiting, read.refused());
    }

    private static Optional<AuditEntry> traceOf(OdsReport report) {
        return report.created() + report.changed() + report.closed() == 0
                ? Optional.empty()
                : Optional.of(AuditEntry.change("E", "load-ods", "Organization", "", ""));
    }

    /// The rows of a piece.
    ///
    /// @param entries by code and part, in their order: where a piece says two things of one code,
    /// the first counts
    /// @param refused rows by reason
    private record Read(int rows, Map<String, OdsEntry> entries, Map<String, Integer> refused) {
        static Read of(OdsLayout layout, List<Row> rows) {
            var entries = new TreeMap<String, OdsEntry>();
            var refused = new TreeMap<String, Integer>();
            for (var row : rows) {
                switch (layout.read(row)) {
                    case OdsReading.Entries(var told) -> {
                        if (!agree(entries, told)) {
                            refused.merge("contradicts-earlier-row", 1, Integer::sum);
                        }
                    }
                    case OdsReading.Refused(var reason) -> refused.merge(reason, 1, Integer::sum);
                }
            }
            return new Read(rows.size(), entries, refused);
        }

        private static boolean agree(Map<String, OdsEntry> entries, Collection<OdsEntry> told) {
            var agrees = true;
            for (var entry : told) {
                var earlier = entries.putIfAbsent(entry.code() + "/" + entry.part(), entry);
                agrees &= earlier == null || earlier.equals(entry);
            }
            return agrees;
        }

        Collection<String> codes() {
            var codes = new TreeSet<String>();
            entries.values().forEach(entry -> codes.add(entry.code()));
            return new ArrayList<>(codes);
        }
    }
}
