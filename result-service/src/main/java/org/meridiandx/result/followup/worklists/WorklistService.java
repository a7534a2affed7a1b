package org.meridiandx.result.followup.worklists;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Work lists of the caller's own organisation, each line decided and audited as the report itself.
@ApplicationScoped
public class WorklistService {
    private final Pool pool;
    private final WorklistRepository repository;
    private final Access access;
    private final AuditTrail audit;

    WorklistService(Pool pool, WorklistRepository repository, Access access, AuditTrail audit) {
        this.pool = pool;
        this.repository = repository;
        this.access = access;
        this.audit = audit;
    }

    /// @param lines that the caller may see
    /// @param next where the next page begins; empty at the end
    record Page(List<Listed> lines, Optional<ListCursor> next) {
        Page {
            lines = List.copyOf(lines);
        }
    }

    /// Needs scope `DiagnosticReport.s` for more than one patient. Lines that the caller may not
    /// see are left out.
    Uni<Page> page(Caller caller, ListQuery query) {
        access.requireScopeForAll(caller, Action.SEARCH, "DiagnosticReport");
        if (caller.organisation().isEmpty()) {
            throw ProblemException.of(ProblemCode.ACCESS_DENIED, "The token names no organisation.");
        }
        var person = caller.user().orElse("");
        return repository
                .page(pool, query, caller.organisation(), person)
                .chain(found -> allowed(caller, found).map(lines -> new Page(lines, next(query, found))))
                .call(page -> audit.record(caller, disclosed(page.lines(), query)));
    }

    /// The loop of one report, for who is allowed to read it: that is decided before.
    public Uni<Optional<Listed>> find(String reportId) {
        return repository.find(pool, reportId);
    }

    private static Optional<ListCursor> next(ListQuery query, List<Listed> found) {
        return found.size() < query.count()
                ? Optional.empty()
                : Optional.of(ListCursor.after(found.getLast().loop()));
    }

    private Uni<List<Listed>> allowed(Caller caller, List<Listed> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        var questions = found.stream().map(Listed::question).toList();
        return access.decide(caller, questions).map(decisions -> {
            var kept = new ArrayList<Listed>(found.size());
            for (var i = 0; i < found.size(); i++) {
                if (decisions.get(i).isAllowed()) {
                    kept.add(found.get(i));
                }
            }
            return kept;
        });
    }

    private static List<AuditEntry> disclosed(List<Listed> lines, ListQuery query) {
        Map<String, List<String>> byPatient = new LinkedHashMap<>();
        lines.forEach(line -> byPatient
                .computeIfAbsent(line.loop().patientId(), id -> new ArrayList<>())
                .add(line.loop().reportId()));
        return byPatient.entrySet().stream()
                .map(entry -> AuditEntry.search(
                        "DiagnosticReport",
                        entry.getValue(),
                        entry.getKey(),
                        "follow-ups&" + query.list().code()))
                .toList();
    }
}
