package org.meridiandx.identity.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Caller;
import org.meridiandx.access.DecisionPoint;
import org.meridiandx.identity.access.rules.AccessPolicy;
import org.meridiandx.identity.clients.ClientService;
import org.meridiandx.identity.relationships.RelationshipService;

/// Decides. For this service's own records it is the [DecisionPoint]; other services ask over gRPC.
///
/// Reads the relationships of a whole batch with one indexed query and remembers nothing, so that a
/// relationship counts from the commit that makes it. Askers remember an allowed answer for five
/// seconds.
@ApplicationScoped
class AccessService implements DecisionPoint {
    private final RelationshipService relationships;
    private final ClientService clients;

    AccessService(RelationshipService relationships, ClientService clients) {
        this.relationships = relationships;
        this.clients = clients;
    }

    @Override
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        return clients.find(caller.clientId()).chain(client -> {
            if (client.isEmpty()) {
                return Uni.createFrom().item(all(requests, new AccessDecision.Denied("unknown-client")));
            }
            return related(caller, requests)
                    .map(related -> requests.stream()
                            .map(request -> decide(caller, request, related))
                            .toList());
        });
    }

    /// Roles that no relationship helps need no query.
    private Uni<Set<String>> related(Caller caller, List<AccessRequest> requests) {
        var isProfessional = switch (caller.role()) {
            case "loader", "auditor", "patient" -> false;
            default -> true;
        };
        if (!isProfessional) {
            return Uni.createFrom().item(Set.of());
        }
        var patients = requests.stream()
                .filter(request -> !request.organisations().contains(caller.organisation()))
                .map(AccessRequest::patientId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return relationships.related(caller.organisation(), patients);
    }

    private static AccessDecision decide(Caller caller, AccessRequest request, Set<String> related) {
        var patientId = request.patientId().orElse("");
        var answer = AccessPolicy.decide(
                new AccessPolicy.Asker(
                        caller.organisation(), caller.role(), caller.patientId().orElse("")),
                new AccessPolicy.Question(
                        request.resourceType(),
                        String.valueOf(request.action().letter()),
                        patientId,
                        request.organisations(),
                        related.contains(patientId)));
        return answer.isAllowed()
                ? new AccessDecision.Allowed(answer.reason())
                : new AccessDecision.Denied(answer.reason());
    }

    private static List<AccessDecision> all(List<AccessRequest> requests, AccessDecision decision) {
        Function<AccessRequest, AccessDecision> same = request -> decision;
        return requests.stream().map(same).toList();
    }
}
