package org.meridiandx.identity.access;

import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisions;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.contracts.api.v1.DecideResponse;
import org.meridiandx.identity.access.rules.Verdict;

/// The same decisions for the other services.
@GrpcService
class AccessDecisionsGrpcService implements AccessDecisions {
    private static final int MAX_QUESTIONS = 1_000;
    private final AccessService access;

    AccessDecisionsGrpcService(AccessService access) {
        this.access = access;
    }

    @Override
    public Uni<DecideResponse> decide(DecideRequest request) {
        if (request.getQuestionsCount() > MAX_QUESTIONS) {
            return Uni.createFrom()
                    .failure(Status.INVALID_ARGUMENT
                            .withDescription("at most " + MAX_QUESTIONS + " questions")
                            .asRuntimeException());
        }
        var questions = new ArrayList<AccessRequest>(request.getQuestionsCount());
        for (var question : request.getQuestionsList()) {
            var action = actionOf(question);
            if (action.isEmpty()) {
                return Uni.createFrom()
                        .failure(Status.INVALID_ARGUMENT
                                .withDescription("action must be c, r, u, d or s")
                                .asRuntimeException());
            }
            questions.add(new AccessRequest(
                    action.get(),
                    question.getResourceType(),
                    text(question.getPatientId()),
                    Set.copyOf(question.getOrganisationsList()),
                    Set.copyOf(question.getLabelsList()),
                    question.getSearchGate()));
        }
        return access.verdicts(callerOf(request.getCaller()), questions).map(AccessDecisionsGrpcService::response);
    }

    private static DecideResponse response(List<Verdict> verdicts) {
        var response = DecideResponse.newBuilder();
        for (var verdict : verdicts) {
            response.addAnswers(AccessAnswer.newBuilder()
                    .setAllowed(verdict.isAllowed())
                    .setReason(verdict.reason())
                    .addAllObligations(verdict.obligations())
                    .setPolicyVersion(verdict.policyVersion())
                    .setRule(verdict.rule()));
        }
        return response.build();
    }

    /// Scopes were checked where the token is; here they play no part.
    private static Caller callerOf(AccessCaller caller) {
        var local = new Caller(
                caller.getClientId(),
                caller.getOrganisation(),
                caller.getRole(),
                text(caller.getUser()),
                text(caller.getPatientId()),
                caller.getPurpose(),
                new Scopes(List.of()));
        return text(caller.getRegion()).map(local::from).orElse(local);
    }

    private static Optional<Action> actionOf(AccessQuestion question) {
        for (var action : Action.values()) {
            if (question.getAction().equals(String.valueOf(action.letter()))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
