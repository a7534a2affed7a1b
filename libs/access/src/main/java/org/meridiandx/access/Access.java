package org.meridiandx.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Decides what a caller may do. Scopes are checked here, everything else in identity-service.
///
/// An allowed answer is remembered for five seconds, a denial never, so that a new relationship counts at once. With no
/// answer from identity-service the call fails with 503: closed, not open.
@ApplicationScoped
public class Access {
    private static final AccessDecision NO_SCOPE = new AccessDecision.Denied("scope");
    private final DecisionPoint decisions;
    private final Cache<Question, AccessDecision> remembered = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    Access(DecisionPoint decisions) {
        this.decisions = decisions;
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

    /// @return completes when allowed; fails with [ProblemException] 403 when denied, 503 when nobody can decide
    public Uni<Void> require(Caller caller, AccessRequest request) {
        requireScope(caller, request.action(), request.resourceType());
        return decide(caller, List.of(request))
                .invoke(decided -> {
                    if (!decided.getFirst().isAllowed()) {
                        throw ProblemException.of(
                                ProblemCode.ACCESS_DENIED,
                                "The caller has no relationship with this patient that allows it. "
                                        + "An order, a registration or an admission makes one.");
                    }
                })
                .replaceWithVoid();
    }

    /// @return one decision per request, in order, for filtering the rows of a search
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        var answers = new ArrayList<AccessDecision>(requests.size());
        var open = new ArrayList<Question>();
        for (var request : requests) {
            var question = new Question(caller, request);
            var known = caller.scopes().allow(request.action(), request.resourceType())
                    ? remembered.getIfPresent(question)
                    : NO_SCOPE;
            answers.add(known == null ? NO_SCOPE : known);
            if (known == null && !open.contains(question)) {
                open.add(question);
            }
        }
        if (open.isEmpty()) {
            return Uni.createFrom().item(List.copyOf(answers));
        }
        return ask(caller, open).map(fresh -> merge(caller, requests, answers, open, fresh));
    }

    private Uni<List<AccessDecision>> ask(Caller caller, List<Question> open) {
        return decisions
                .decide(caller, open.stream().map(Question::request).toList())
                .onFailure()
                .transform(away -> ProblemException.of(
                        ProblemCode.UNAVAILABLE, "Access cannot be decided at the moment. Try again shortly."));
    }

    private List<AccessDecision> merge(
            Caller caller,
            List<AccessRequest> requests,
            List<AccessDecision> answers,
            List<Question> open,
            List<AccessDecision> fresh) {
        for (var i = 0; i < open.size(); i++) {
            var decision = fresh.get(i);
            if (decision.isAllowed()) {
                remembered.put(open.get(i), decision);
            }
        }
        for (var i = 0; i < requests.size(); i++) {
            var position = open.indexOf(new Question(caller, requests.get(i)));
            if (position >= 0) {
                answers.set(i, fresh.get(position));
            }
        }
        return List.copyOf(answers);
    }

    private record Question(Caller caller, AccessRequest request) {}
}
