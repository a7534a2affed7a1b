package org.meridiandx.imaging.query;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.SecurityLabels;

/// Searches, shows what the caller may see, and puts on record whose studies were shown.
@ApplicationScoped
class QueryService {
    private static final String RESOURCE = "ImagingStudy";
    private static final int BATCH = 200;
    private final QueryRepository repository;
    private final QueryConfig config;
    private final Access access;
    private final AuditTrail audit;

    QueryService(QueryRepository repository, QueryConfig config, Access access, AuditTrail audit) {
        this.repository = repository;
        this.config = config;
        this.access = access;
        this.audit = audit;
    }

    /// @param isCut whether there may be more that was not looked at
    record Page(List<Row> rows, boolean isCut) {}

    /// @return the rows of the page that the caller may see; fails with 403 for want of scope, or 503
    Uni<Page> search(Caller caller, StudyQuery query) {
        access.requireScope(caller, Action.SEARCH, RESOURCE);
        return scan(caller, query, Progress.NONE).call(page -> audit.record(caller, entriesOf(query, page.rows())));
    }

    /// Looks at rows batch by batch until the page is full: offset and limit count only rows that
    /// the caller may see.
    private Uni<Page> scan(Caller caller, StudyQuery query, Progress progress) {
        if (query.limit() == progress.kept().size() || progress.scanned() >= config.maxScanned()) {
            var isCut = progress.scanned() >= config.maxScanned();
            return Uni.createFrom().item(new Page(progress.kept(), isCut));
        }
        var batch = Math.clamp((long) query.limit() + query.offset(), 1, BATCH);
        return repository
                .rows(query, batch, progress.scanned())
                .chain(rows -> decide(caller, rows).map(allowed -> progress.with(query, rows, allowed)))
                .chain(next -> next.scanned() < progress.scanned() + batch
                        ? Uni.createFrom().item(new Page(next.kept(), false))
                        : scan(caller, query, next));
    }

    private Uni<List<AccessDecision>> decide(Caller caller, List<Row> rows) {
        return access.decide(
                caller,
                rows.stream()
                        .map(row -> AccessRequest.of(Action.SEARCH, RESOURCE, patientOf(row), organisationsOf(row))
                                .labelled(labelsOf(row)))
                        .toList());
    }

    /// That there is nothing of a patient's is told too.
    private static List<AuditEntry> entriesOf(StudyQuery query, List<Row> rows) {
        if (rows.isEmpty() && query.namesPatient()) {
            return List.of(AuditEntry.search(RESOURCE, List.of(), "", query.shape()));
        }
        var studies = new LinkedHashMap<String, Set<String>>();
        rows.forEach(row -> studies.computeIfAbsent(patientOf(row), patient -> new LinkedHashSet<>())
                .add(row.getString("id")));
        return studies.entrySet().stream()
                .map(entry -> AuditEntry.search(RESOURCE, List.copyOf(entry.getValue()), entry.getKey(), query.shape()))
                .toList();
    }

    private static String keyOf(QueryLevel level, Row row) {
        return switch (level) {
            case STUDY -> row.getString("id");
            case SERIES -> row.getString("id") + "/" + row.getString("series_uid");
            case INSTANCE -> row.getString("sop_uid");
        };
    }

    private static String patientOf(Row row) {
        var patientId = row.getString("patient_id");
        return patientId == null ? "" : patientId;
    }

    private static Set<String> labelsOf(Row row) {
        return SecurityLabels.codesOf(SecurityLabels.parse(row.getArrayOfStrings("security_labels")));
    }

    private static Set<String> organisationsOf(Row row) {
        return Set.of(row.getArrayOfStrings("organisations"));
    }

    /// @param scanned rows looked at
    /// @param skipped allowed rows left out because of the offset
    /// @param seen what rows are about: what comes in between two batches moves rows from one into the next
    private record Progress(int scanned, int skipped, List<Row> kept, Set<String> seen) {
        static final Progress NONE = new Progress(0, 0, List.of(), Set.of());

        Progress with(StudyQuery query, List<Row> rows, List<AccessDecision> decisions) {
            var all = new ArrayList<>(kept);
            var known = new HashSet<>(seen);
            var left = skipped;
            for (var i = 0; i < rows.size() && all.size() < query.limit(); i++) {
                var isNew = known.add(keyOf(query.level(), rows.get(i)));
                var mayBeShown =
                        decisions.get(i).isAllowed() && !decisions.get(i).isMasked();
                if (isNew && mayBeShown && left++ >= query.offset()) {
                    all.add(rows.get(i));
                }
            }
            return new Progress(scanned + rows.size(), left, all, known);
        }
    }
}
