package org.meridiandx.access;

import io.quarkus.arc.DefaultBean;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisions;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;

/// Asks identity-service over gRPC, with a short time limit and one more try.
@DefaultBean
@ApplicationScoped
class RemoteDecisionPoint implements DecisionPoint {
    private final AccessDecisions identity;
    private final PolicyVersion policy;

    RemoteDecisionPoint(@GrpcClient("identity") AccessDecisions identity, PolicyVersion policy) {
        this.identity = identity;
        this.policy = policy;
    }

    @Override
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("access-decisions")
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        var question = DecideRequest.newBuilder().setCaller(callerOf(caller));
        requests.forEach(request -> question.addQuestions(questionOf(request)));
        return identity.decide(question.build())
                .invoke(response -> response.getAnswersList().forEach(answer -> policy.saw(answer.getPolicyVersion())))
                .map(response -> response.getAnswersList().stream()
                        .map(RemoteDecisionPoint::decisionOf)
                        .toList());
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
