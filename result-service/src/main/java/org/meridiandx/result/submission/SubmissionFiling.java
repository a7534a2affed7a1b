package org.meridiandx.result.submission;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.Races;
import org.meridiandx.result.matching.FilingDesk;
import org.meridiandx.result.record.entries.EntryFiling;

/// The transaction of submissions: inbox, rows, events and audit of a whole group, in as many
/// statements as one takes.
///
/// A submission that is found wrong here is left out; the others of its group are filed. They are
/// of one caller, and none has to see what another writes (see [SubmissionGroups]).
@ApplicationScoped
class SubmissionFiling {
    private final Pool pool;
    private final Inbox inbox;
    private final ExistingResources existing;
    private final FilingDesk desk;
    private final EntryFiling entries;

    SubmissionFiling(Pool pool, Inbox inbox, ExistingResources existing, FilingDesk desk, EntryFiling entries) {
        this.pool = pool;
        this.inbox = inbox;
        this.existing = existing;
        this.desk = desk;
        this.entries = entries;
    }

    /// @return one per admission, in order
    Uni<List<SubmissionAnswer>> file(List<Admission> admissions) {
        var ready = new ArrayList<Admission.Ready>();
        for (var admission : admissions) {
            if (admission instanceof Admission.Ready one) {
                ready.add(one);
            }
        }
        if (ready.isEmpty()) {
            return Uni.createFrom().item(inOrder(admissions, new IdentityHashMap<>()));
        }
        return Races.inTransaction(pool, connection -> fileOnce(connection, ready))
                .map(answers -> inOrder(admissions, answers));
    }

    private static List<SubmissionAnswer> inOrder(
            List<Admission> admissions, Map<Admission, SubmissionAnswer> answers) {
        return admissions.stream()
                .map(admission -> switch (admission) {
                    case Admission.Refused refused -> refused.answer();
                    case Admission.Ready ready -> answers.get(ready);
                    case Admission.Open open -> throw new IllegalStateException("was not resolved: " + open);
                })
                .toList();
    }

    private Uni<Map<Admission, SubmissionAnswer>> fileOnce(SqlClient connection, List<Admission.Ready> group) {
        var source = sourceOf(group);
        var keys = group.stream().map(ready -> ready.submission().requestKey()).toList();
        return inbox.acceptAll(connection, source, keys).chain(first -> {
            var fresh = group.stream().filter(ready -> isIn(first, ready)).toList();
            var repeated = group.stream().filter(ready -> !isIn(first, ready)).toList();
            return fileFresh(connection, source, fresh)
                    .chain(answers -> recall(connection, source, repeated).map(recalled -> {
                        answers.putAll(recalled);
                        return answers;
                    }));
        });
    }

    private static boolean isIn(Set<String> keys, Admission.Ready ready) {
        return keys.contains(ready.submission().requestKey());
    }

    private Uni<Map<Admission, SubmissionAnswer>> recall(
            SqlClient connection, String source, List<Admission.Ready> repeated) {
        var keys =
                repeated.stream().map(ready -> ready.submission().requestKey()).toList();
        return inbox.answersTo(connection, source, keys).map(remembered -> {
            var answers = new IdentityHashMap<Admission, SubmissionAnswer>();
            repeated.forEach(ready -> answers.put(
                    ready,
                    new SubmissionAnswer.Filed(
                            recalled(remembered.getOrDefault(ready.submission().requestKey(), "")))));
            return answers;
        });
    }

    private Uni<Map<Admission, SubmissionAnswer>> fileFresh(
            SqlClient connection, String source, List<Admission.Ready> fresh) {
        if (fresh.isEmpty()) {
            return Uni.createFrom().item(new IdentityHashMap<>());
        }
        var patients = fresh.stream()
                .flatMap(ready -> ready.items().stream())
                .map(item -> item.match().patient())
                .toList();
        return desk.inForce(connection, patients)
                .map(kept -> fresh.stream().map(ready -> ready.in(kept)).toList())
                .chain(inForce -> fileInForce(connection, source, fresh, inForce));
    }

    /// @param fresh as they were admitted: each gets its answer
    /// @param inForce the same, with the patients in force
    private Uni<Map<Admission, SubmissionAnswer>> fileInForce(
            SqlClient connection, String source, List<Admission.Ready> fresh, List<Admission.Ready> inForce) {
        var items = inForce.stream().flatMap(ready -> ready.items().stream()).toList();
        var organisation = fresh.getFirst().submission().caller().organisation();
        return existing.find(connection, items, organisation).chain(found -> {
            var answers = new IdentityHashMap<Admission, SubmissionAnswer>();
            var plans = new LinkedHashMap<String, SubmissionPlan>();
            for (var i = 0; i < fresh.size(); i++) {
                answers.put(fresh.get(i), plan(inForce.get(i), found, plans));
            }
            return write(connection, source, fresh, plans).replaceWith(answers);
        });
    }

    private static SubmissionAnswer plan(
            Admission.Ready ready, ExistingResources.Found found, Map<String, SubmissionPlan> plans) {
        try {
            var plan = SubmissionPlanner.plan(ready.submission(), ready.items(), found);
            plans.put(ready.submission().requestKey(), plan);
            return new SubmissionAnswer.Filed(plan.outcomes());
        } catch (ProblemException refusal) {
            return new SubmissionAnswer.Refused(refusal.problems());
        }
    }

    private Uni<Void> write(
            SqlClient connection, String source, List<Admission.Ready> fresh, Map<String, SubmissionPlan> plans) {
        var refused = fresh.stream()
                .map(ready -> ready.submission().requestKey())
                .filter(key -> !plans.containsKey(key))
                .toList();
        var answers = new HashMap<String, String>();
        plans.forEach((key, plan) -> answers.put(key, remembered(plan.outcomes())));
        var statements = new ArrayList<Uni<Void>>();
        statements.add(inbox.forgetAll(connection, source, refused));
        statements.add(inbox.rememberAll(connection, source, answers));
        if (!plans.isEmpty()) {
            statements.add(
                    file(connection, fresh.getFirst().submission().caller(), SubmissionPlan.together(plans.values())));
        }
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private Uni<Void> file(SqlClient connection, Caller caller, SubmissionPlan plan) {
        var filing = new Filing(plan.reports(), plan.observations(), plan.specimens(), audit(caller, plan));
        return plan.filed().isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(List.of(
                                desk.file(connection, filing, plan.unmatched()),
                                entries.file(connection, plan.entries())))
                        .andFailFast()
                        .replaceWithVoid();
    }

    /// One entry per patient and type, as a read has.
    private List<OutboundMessage> audit(Caller caller, SubmissionPlan plan) {
        Map<Subject, List<String>> ids = new LinkedHashMap<>();
        plan.filed()
                .forEach(filed -> ids.computeIfAbsent(
                                new Subject(
                                        filed.patient().patientId(),
                                        filed.json().path("resourceType").asText()),
                                subject -> new ArrayList<>())
                        .add(filed.id()));
        return ids.entrySet().stream()
                .map(entry -> new AuditEntry(
                        "C",
                        "create",
                        "ok",
                        "",
                        entry.getKey().type(),
                        entry.getValue(),
                        entry.getKey().patientId(),
                        ""))
                .map(entry -> desk.trace(caller, entry))
                .toList();
    }

    private record Subject(String patientId, String type) {}

    private static String sourceOf(List<Admission.Ready> group) {
        return "http:" + group.getFirst().submission().caller().clientId();
    }

    private static String remembered(List<Submitted> done) {
        return done.stream().map(Submitted::remembered).collect(Collectors.joining(","));
    }

    private static List<Submitted> recalled(String answer) {
        return answer.isEmpty()
                ? List.of()
                : Arrays.stream(answer.split(",")).map(Submitted::recalled).toList();
    }
}
