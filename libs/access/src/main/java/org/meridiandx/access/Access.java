package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Decides what a caller may do. Scopes are checked here, everything else in identity-service.
///
/// An allowed answer is remembered for some seconds, a denial never, so that a new ground counts at
/// once; what ended is forgotten by event. With no answer from identity-service the call fails with
/// 503: closed, not open, but for what [Grace] covers.
@Singleton
public class Access {
    private static final AccessDecision NO_SCOPE = new AccessDecision.Denied("scope");
    private static final AccessRequest NOTHING = AccessRequest.of(Action.SEARCH, "Basic", "", Set.of());
    private final DecisionPoint decisions;
    private final RememberedDecisions remembered;
    private final Grace grace;
    private final AuditTrail audit;

    Access(DecisionPoint decisions, RememberedDecisions remembered, Grace grace, AuditTrail audit) {
        this.decisions = decisions;
        this.remembered = remembered;
        this.grace = grace;
        this.audit = audit;
    }

    /// Checks the scope only: before anything about a record is known.
    ///
    /// @throws ProblemException 403 naming the scope that is missing
    public void requireScope(Caller caller, Action action, String resourceType) {
        if (!caller.scopes().allow(action, resourceType)) {
            throw ProblemException.of(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "The token's scopes do not cover this. Ask for system/" + resourceType + "." + action.letter()
                            + ".");
        }
    }

    /// Checks the scope for what belongs to no one patient, such as a work list: `patient/` scopes
    /// do not open it.
    ///
    /// @throws ProblemException 403 naming the scope that is missing
    public void requireScopeForAll(Caller caller, Action action, String resourceType) {
        requireScope(caller, action, resourceType);
        if (!caller.scopes().allowForAll(action, resourceType)) {
            throw ProblemException.of(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "The token is for one patient only, and this is a list of many. Ask for user/" + resourceType + "."
                            + action.letter() + ".");
        }
    }

    /// For what is not shown afterwards; what is shown goes by [#permit], whose answer says how.
    ///
    /// @return completes when allowed; fails with [ProblemException] 403 when denied and that is
    /// written down, 503 when nobody can decide
    public Uni<Void> require(Caller caller, AccessRequest request) {
        return permit(caller, request).replaceWithVoid();
    }

    /// The same for several things that are done together or not at all, with one question.
    public Uni<Void> require(Caller caller, List<AccessRequest> requests) {
        requests.forEach(request -> requireScope(caller, request.action(), request.resourceType()));
        return decide(caller, requests)
                .chain(decisions -> decisions.stream().allMatch(AccessDecision::isAllowed)
                        ? Uni.createFrom().voidItem()
                        : traceDenied(caller, requests, decisions)
                                .chain(() -> Uni.createFrom().failure(noRelationship())));
    }

    /// @return the decision with its obligations; fails as [#require] does
    public Uni<AccessDecision> permit(Caller caller, AccessRequest request) {
        requireScope(caller, request.action(), request.resourceType());
        return decide(caller, List.of(request)).chain(decisions -> switch (decisions.getFirst()) {
            case AccessDecision.Allowed allowed -> Uni.createFrom().item(allowed);
            case AccessDecision.Denied denied -> refuse(caller, request, denied.reason());
        });
    }

    private <T> Uni<T> refuse(Caller caller, AccessRequest request, String reason) {
        return audit.record(caller, List.of(request.denied(reason)))
                .chain(() -> Uni.createFrom().failure(noRelationship()));
    }

    private static ProblemException noRelationship() {
        return ProblemException.of(
                ProblemCode.ACCESS_DENIED,
                "The caller has no relationship with this patient that allows it. "
                        + "An order, a registration or an admission makes one.");
    }

    /// Writes down each that was denied, for who does many things in one request and goes on with the others.
    ///
    /// @param decisions one per request, in order
    /// @return completes when durable; fails with 503 when nothing durable can be reached
    public Uni<Void> traceDenied(Caller caller, List<AccessRequest> requests, List<AccessDecision> decisions) {
        var entries = new ArrayList<AuditEntry>();
        for (var i = 0; i < requests.size(); i++) {
            if (decisions.get(i) instanceof AccessDecision.Denied denied) {
                entries.add(requests.get(i).denied(denied.reason()));
            }
        }
        return entries.isEmpty() ? Uni.createFrom().voidItem() : audit.record(caller, entries);
    }

    /// @return one decision per request, in order, for filtering the rows of a search
    ///
    /// Where nothing is asked, that nothing was found is what would be told: it is told only while
    /// decisions can be had, or it would tell others' records from none while they cannot.
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        if (requests.isEmpty()) {
            return grace.wasAnsweredJustNow()
                    ? Uni.createFrom().item(List.of())
                    : ask(caller, List.of(NOTHING)).replaceWith(List.of());
        }
        var known = new HashMap<AccessRequest, AccessDecision>();
        var open = new LinkedHashSet<AccessRequest>();
        for (var request : requests) {
            if (!caller.mayAsk(request)) {
                known.put(request, NO_SCOPE);
            } else {
                remembered
                        .find(caller, request)
                        .ifPresentOrElse(decision -> known.put(request, decision), () -> open.add(request));
            }
        }
        return open.isEmpty()
                ? Uni.createFrom().item(inOrder(requests, known))
                : ask(caller, List.copyOf(open)).map(fresh -> {
                    known.putAll(fresh);
                    return inOrder(requests, known);
                });
    }

    private static List<AccessDecision> inOrder(
            List<AccessRequest> requests, Map<AccessRequest, AccessDecision> known) {
        return requests.stream()
                .map(request -> Objects.requireNonNull(known.get(request), "each question was answered"))
                .toList();
    }

    private Uni<Map<AccessRequest, AccessDecision>> ask(Caller caller, List<AccessRequest> open) {
        var stamp = remembered.stamp();
        return decisions
                .decide(caller, open)
                .map(fresh -> answered(caller, open, fresh, stamp))
                .onFailure()
                .recoverWithUni(away -> withoutAnswer(caller, open, away));
    }

    private Map<AccessRequest, AccessDecision> answered(
            Caller caller, List<AccessRequest> open, List<AccessDecision> fresh, long stamp) {
        if (fresh.size() != open.size()) {
            throw new IllegalStateException("as many answers as questions are expected");
        }
        grace.answered();
        var answers = new HashMap<AccessRequest, AccessDecision>();
        for (var i = 0; i < open.size(); i++) {
            answers.put(open.get(i), fresh.get(i));
            remembered.keep(caller, open.get(i), fresh.get(i), stamp);
        }
        return answers;
    }

    /// Closed, unless the grace covers all of it; then the trace of that comes first.
    private Uni<Map<AccessRequest, AccessDecision>> withoutAnswer(
            Caller caller, List<AccessRequest> open, Throwable away) {
        if (!grace.covers(caller, open, away)) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            ProblemCode.UNAVAILABLE, "Access cannot be decided at the moment. Try again shortly."));
        }
        var answers = new HashMap<AccessRequest, AccessDecision>();
        open.forEach(request -> answers.put(request, new AccessDecision.Allowed(Grace.REASON)));
        var entries = open.stream()
                .map(request -> new AuditEntry(
                        "E",
                        "access-grace",
                        "ok",
                        Grace.REASON,
                        request.resourceType(),
                        List.of(),
                        request.patientId().orElse(""),
                        ""))
                .distinct()
                .toList();
        return audit.record(caller, entries).replaceWith(answers);
    }
}
