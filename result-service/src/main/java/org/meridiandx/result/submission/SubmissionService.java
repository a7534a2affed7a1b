package org.meridiandx.result.submission;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.access.RefusalTrail;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.codes.CodeService;

/// Files submissions: each of them wholly or not at all, once however often it is sent.
@ApplicationScoped
public class SubmissionService {
    private static final int MAX_QUESTIONS = 1_000;
    private static final Problem DENIED = Problem.of(
            ProblemCode.ACCESS_DENIED,
            "The caller may not file results for this patient. A laboratory, a radiology "
                    + "department or an organisation with a relationship may.");
    private final SubmissionResolver resolver;
    private final Access access;
    private final SubmissionFiling filing;
    private final CodeService codes;
    private final RefusalTrail refusals;

    SubmissionService(
            SubmissionResolver resolver,
            Access access,
            SubmissionFiling filing,
            CodeService codes,
            RefusalTrail refusals) {
        this.codes = codes;
        this.refusals = refusals;
        this.resolver = resolver;
        this.access = access;
        this.filing = filing;
    }

    /// @return one per item, in order; fails with [ProblemException]: 403, 409, 412, 422 or 503,
    ///     nothing being filed
    public Uni<List<Submitted>> submit(Submission submission) {
        return submitTogether(List.of(submission)).map(answers -> switch (answers.getFirst()) {
            case SubmissionAnswer.Filed filed -> filed.items();
            case SubmissionAnswer.Refused refused -> throw new ProblemException(refused.problems());
        });
    }

    /// Files many of one caller, each for itself: what is wrong with one is its own. They are
    /// looked up, decided and written in groups, because 10,000 transactions of their own take a
    /// minute.
    ///
    /// @return one per submission, in order
    public Uni<List<SubmissionAnswer>> submitEach(List<Submission> submissions) {
        return Multi.createFrom()
                .iterable(SubmissionGroups.of(submissions))
                .onItem()
                .transformToUniAndConcatenate(group -> traceMissingScopes(group).chain(() -> submitTogether(group)))
                .collect()
                .in(ArrayList<SubmissionAnswer>::new, List::addAll)
                .map(answers -> answers);
    }

    private Uni<List<SubmissionAnswer>> submitTogether(List<Submission> group) {
        return resolver.resolve(group.stream().map(this::admit).toList())
                .chain(this::decide)
                .call(this::translate)
                .chain(filing::file);
    }

    /// What is told from what by its content was told before: a code that is mapped meanwhile is no
    /// new result.
    private Uni<Void> translate(List<Admission> admissions) {
        var ready = admissions.stream()
                .filter(Admission.Ready.class::isInstance)
                .map(Admission.Ready.class::cast)
                .toList();
        if (ready.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var resources = ready.stream()
                .flatMap(one -> one.items().stream())
                .map(Resolved::json)
                .toList();
        return codes.translate(resources, ownCodes(ready.getFirst().submission().caller()));
    }

    /// The loader brings what others made.
    private static String ownCodes(Caller caller) {
        return OdsCode.parse(caller.organisation())
                .filter(code -> !caller.role().equals("loader"))
                .map(code -> IdentifierSystems.local(code, "codes"))
                .orElse("");
    }

    /// The answer to a batch is 200 whatever is refused in it, so nobody else writes this down; of a single one
    /// its refusal tells.
    private Uni<Void> traceMissingScopes(List<Submission> group) {
        var caller = group.getFirst().caller();
        return Multi.createFrom()
                .items(group.stream()
                        .flatMap(submission -> submission.items().stream())
                        .map(Submission.Item::type)
                        .distinct()
                        .filter(type -> !caller.scopes().allow(Action.CREATE, type)))
                .onItem()
                .transformToUniAndConcatenate(type -> refusals.record(
                        caller,
                        new AuditEntry(
                                "C",
                                "create",
                                "denied",
                                ProblemCode.INSUFFICIENT_SCOPE.slug(),
                                type,
                                List.of(),
                                "",
                                "")))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Admission admit(Submission submission) {
        try {
            submission.items().stream()
                    .map(Submission.Item::type)
                    .distinct()
                    .forEach(type -> access.requireScope(submission.caller(), Action.CREATE, type));
            return new Admission.Open(submission);
        } catch (ProblemException refusal) {
            return Admission.Refused.by(refusal);
        }
    }

    private Uni<List<Admission>> decide(List<Admission> admissions) {
        var requests = new LinkedHashSet<AccessRequest>();
        for (var admission : admissions) {
            if (admission instanceof Admission.Ready ready) {
                ready.items().forEach(item -> requests.add(requestFor(item)));
            }
        }
        if (requests.isEmpty()) {
            return Uni.createFrom().item(admissions);
        }
        var caller = admissions.stream()
                .filter(Admission.Ready.class::isInstance)
                .map(Admission.Ready.class::cast)
                .findFirst()
                .map(ready -> ready.submission().caller())
                .orElseThrow();
        return decide(caller, List.copyOf(requests))
                .map(decided -> admissions.stream()
                        .map(admission -> requireAccess(admission, decided))
                        .toList());
    }

    private Uni<Map<AccessRequest, AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        var decided = new HashMap<AccessRequest, AccessDecision>();
        return Multi.createFrom()
                .items(requests.stream())
                .group()
                .intoLists()
                .of(MAX_QUESTIONS)
                .onItem()
                .transformToUniAndConcatenate(part -> access.decide(caller, part)
                        .call(answers -> access.traceDenied(caller, part, answers))
                        .invoke(answers -> {
                            for (var i = 0; i < part.size(); i++) {
                                decided.put(part.get(i), answers.get(i));
                            }
                        }))
                .collect()
                .last()
                .replaceWith(decided);
    }

    private static Admission requireAccess(Admission admission, Map<AccessRequest, AccessDecision> decided) {
        var isDenied = admission instanceof Admission.Ready ready
                && ready.items().stream().anyMatch(item -> {
                    var decision = decided.get(requestFor(item));
                    return decision == null || !decision.isAllowed();
                });
        return isDenied ? new Admission.Refused(SubmissionAnswer.Refused.by(DENIED)) : admission;
    }

    private static AccessRequest requestFor(Resolved item) {
        return AccessRequest.of(
                Action.CREATE, item.type(), item.match().patient().patientId(), item.organisations());
    }
}
