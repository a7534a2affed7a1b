package org.meridiandx.result.submission;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.ResourceColumns;
import org.meridiandx.result.filing.ResultFiling;
import org.meridiandx.result.matching.MatchingService;

/// Files a submission: all of it or nothing, once however often it is sent.
@ApplicationScoped
public class SubmissionService {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int RACES = 3;
    private final Pool pool;
    private final SubmissionResolver resolver;
    private final Access access;
    private final ExistingResources existing;
    private final Books books;

    SubmissionService(Pool pool, SubmissionResolver resolver, Access access, ExistingResources existing, Books books) {
        this.pool = pool;
        this.resolver = resolver;
        this.access = access;
        this.existing = existing;
        this.books = books;
    }

    /// @return one per item, in order; fails with [ProblemException]: 403, 409, 412, 422 or 503, nothing being filed
    public Uni<List<Submitted>> submit(Submission submission) {
        submission.items().stream()
                .map(Submission.Item::type)
                .distinct()
                .forEach(type -> access.requireScope(submission.caller(), Action.CREATE, type));
        return resolver.resolve(submission)
                .call(items -> requireAccess(submission.caller(), items))
                .chain(items -> file(submission, items));
    }

    private Uni<Void> requireAccess(Caller caller, List<Resolved> items) {
        var requests = new LinkedHashSet<AccessRequest>();
        items.forEach(item -> requests.add(AccessRequest.of(
                Action.CREATE, item.type(), item.match().patient().patientId(), organisationsOf(item))));
        return access.decide(caller, List.copyOf(requests))
                .invoke(decisions -> {
                    if (decisions.stream().anyMatch(decision -> !decision.isAllowed())) {
                        throw ProblemException.of(
                                ProblemCode.ACCESS_DENIED,
                                "The caller may not file results for this patient. A laboratory, a radiology "
                                        + "department or an organisation with a relationship may.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Submitted>> file(Submission submission, List<Resolved> items) {
        return Uni.createFrom()
                .deferred(() -> pool.withTransaction(connection -> fileOnce(connection, submission, items)))
                .onFailure(SubmissionService::isRace)
                .retry()
                .atMost(RACES);
    }

    private Uni<List<Submitted>> fileOnce(SqlClient connection, Submission submission, List<Resolved> items) {
        var source = "http:" + submission.caller().clientId();
        return books.inbox()
                .accept(connection, source, submission.requestKey())
                .chain(first -> first
                        ? fileNew(connection, submission, items)
                                .call(done -> books.inbox()
                                        .remember(connection, source, submission.requestKey(), remembered(done)))
                        : books.inbox()
                                .answerTo(connection, source, submission.requestKey())
                                .map(SubmissionService::recalled));
    }

    private Uni<List<Submitted>> fileNew(SqlClient connection, Submission submission, List<Resolved> items) {
        return existing.find(connection, submission, items)
                .map(found -> SubmissionPlanner.plan(submission, items, found))
                .call(plan -> write(connection, submission.caller(), plan))
                .map(SubmissionPlan::outcomes);
    }

    private Uni<Void> write(SqlClient connection, Caller caller, SubmissionPlan plan) {
        var filing = new Filing(plan.reports(), plan.observations(), plan.specimens(), audit(caller, plan));
        if (filing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var statements = new ArrayList<Uni<Void>>();
        plan.unmatched().forEach(entry -> statements.add(books.matching().enqueue(connection, entry)));
        statements.add(books.filing().file(connection, filing).replaceWithVoid());
        return Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    /// One entry per patient and type, as a read has.
    private List<OutboundMessage> audit(Caller caller, SubmissionPlan plan) {
        Map<String, List<String>> byPatientAndType = new LinkedHashMap<>();
        plan.filed()
                .forEach(filed -> byPatientAndType
                        .computeIfAbsent(
                                filed.patient().patientId() + "|"
                                        + filed.json().path("resourceType").asText(),
                                key -> new ArrayList<>())
                        .add(filed.id()));
        return byPatientAndType.entrySet().stream()
                .map(entry -> {
                    var bar = entry.getKey().indexOf('|');
                    return new AuditEntry(
                            "C",
                            "create",
                            "ok",
                            "",
                            entry.getKey().substring(bar + 1),
                            entry.getValue(),
                            entry.getKey().substring(0, bar),
                            "");
                })
                .map(entry -> books.audit().message(caller, entry))
                .toList();
    }

    /// ODS codes that a resource and its order name.
    static Set<String> organisationsOf(Resolved item) {
        var codes = new HashSet<>(ResourceColumns.organisations(item.json()));
        codes.add(item.order().requester());
        codes.add(item.order().performer());
        codes.remove("");
        return codes;
    }

    private static String remembered(List<Submitted> done) {
        return done.stream().map(Submitted::remembered).collect(Collectors.joining(","));
    }

    private static List<Submitted> recalled(Optional<String> answer) {
        return answer.filter(text -> !text.isEmpty()).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(Submitted::recalled)
                .toList();
    }

    private static boolean isRace(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    /// Where a submission is written to.
    @ApplicationScoped
    static class Books {
        private final Inbox inbox;
        private final ResultFiling filing;
        private final MatchingService matching;
        private final AuditTrail audit;

        Books(Inbox inbox, ResultFiling filing, MatchingService matching, AuditTrail audit) {
            this.inbox = inbox;
            this.filing = filing;
            this.matching = matching;
            this.audit = audit;
        }

        Inbox inbox() {
            return inbox;
        }

        ResultFiling filing() {
            return filing;
        }

        MatchingService matching() {
            return matching;
        }

        AuditTrail audit() {
            return audit;
        }
    }
}
