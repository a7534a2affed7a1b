package org.meridiandx.access;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.contracts.api.v1.DecideResponse;

/// Asks identity-service over gRPC, with a short time limit and one more try.
@ApplicationScoped
class RemoteDecisionPoint {
    private final AccessDecisionsGrpc.AccessDecisionsStub identity;
    private final PolicyVersion policy;

    RemoteDecisionPoint(@GrpcClient("identity") Channel identity, PolicyVersion policy) {
        this.identity = AccessDecisionsGrpc.newStub(identity);
        this.policy = policy;
    }

    /// @return one decision per request, in the same order
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("access-decisions")
    public CompletionStage<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        var question = DecideRequest.newBuilder().setCaller(callerOf(caller));
        requests.forEach(request -> question.addQuestions(questionOf(request)));
        var answer = new Answer(new CompletableFuture<>());
        identity.decide(question.build(), answer);
        return answer.response().thenApply(this::decisionsOf);
    }

    private List<AccessDecision> decisionsOf(DecideResponse response) {
        var decisions = new ArrayList<AccessDecision>(response.getAnswersCount());
        for (var answer : response.getAnswersList()) {
            policy.saw(answer.getPolicyVersion());
            decisions.add(decisionOf(answer));
        }
        return List.copyOf(decisions);
    }

    /// The one answer of a call.
    private record Answer(CompletableFuture<DecideResponse> response) implements StreamObserver<DecideResponse> {
        @Override
        public void onNext(DecideResponse value) {
            response.complete(value);
        }

        @Override
        public void onError(Throwable failure) {
            response.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            response.completeExceptionally(
                    Status.INTERNAL.withDescription("no answer").asRuntimeException());
        }
    }

    private static AccessCaller callerOf(Caller caller) {
        return AccessCaller.newBuilder()
                .setClientId(caller.clientId())
                .setOrganisation(caller.organisation())
                .setRole(caller.role())
                .setUser(caller.user().orElse(""))
                .setPatientId(caller.patientId().orElse(""))
                .setPurpose(caller.purpose())
                .setRegion(caller.region().orElse(""))
                .build();
    }

    private static AccessQuestion questionOf(AccessRequest request) {
        return AccessQuestion.newBuilder()
                .setResourceType(request.resourceType())
                .setAction(String.valueOf(request.action().letter()))
                .setPatientId(request.patientId().orElse(""))
                .addAllOrganisations(request.organisations())
                .addAllLabels(request.labels())
                .setSearchGate(request.isSearchGate())
                .build();
    }

    private static AccessDecision decisionOf(AccessAnswer answer) {
        return answer.getAllowed()
                ? new AccessDecision.Allowed(answer.getReason(), Set.copyOf(answer.getObligationsList()))
                : new AccessDecision.Denied(answer.getReason());
    }
}
