package org.meridiandx.identity.access;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.DecisionPoint;
import org.meridiandx.identity.access.rules.AccessPolicy;
import org.meridiandx.identity.access.rules.ConsentRule;
import org.meridiandx.identity.access.rules.Seal;
import org.meridiandx.identity.access.rules.Situation;
import org.meridiandx.identity.access.rules.Verdict;
import org.meridiandx.identity.clients.ClientService;

/// Decides. For this service's own records it is the [DecisionPoint]; other services ask over gRPC.
///
/// Reads the facts of a whole batch with one statement and remembers nothing, so that a fact counts
/// from the commit that makes it. Askers remember an allowed answer for seconds.
@ApplicationScoped
class AccessService implements DecisionPoint {
    private static final Set<String> WITHOUT_FACTS = Set.of("loader", "auditor", "developer", "operator");
    private static final Set<String> BEYOND_CARE = Set.of("secondary-use", "research");
    private final FactsRepository facts;
    private final ClientService clients;
    private final AccessPolicy policy;
    private final AuditTrail audit;
    private final Clock clock;

    AccessService(FactsRepository facts, ClientService clients, PolicyInForce policy, AuditTrail audit, Clock clock) {
        this.facts = facts;
        this.clients = clients;
        this.policy = policy.policy();
        this.audit = audit;
        this.clock = clock;
    }

    /// A policy that cannot be read stops the start, not the first question.
    void announce(@Observes StartupEvent event) {
        audit.decidedBy(policy.version());
    }

    /// How a decision came about.
    ///
    /// @param known what is known about the asker and the patient
    record Explained(Verdict verdict, Situation situation, PatientFacts known, Instant at) {}

    @Override
    public Uni<List<AccessDecision>> decide(Caller caller, List<AccessRequest> requests) {
        return verdicts(caller, requests)
                .map(verdicts ->
                        verdicts.stream().map(AccessService::decisionOf).toList());
    }

    /// One verdict per request, in order.
    Uni<List<Verdict>> verdicts(Caller caller, List<AccessRequest> requests) {
        return isRegistered(caller).chain(registered -> {
            if (!registered) {
                var unknown = new Verdict(false, "unknown-client", Set.of(), "registered-clients", policy.version());
                return Uni.createFrom()
                        .item(requests.stream().map(request -> unknown).toList());
            }
            return known(caller, requests)
                    .map(known -> requests.stream()
                            .map(request -> explained(caller, request, known).verdict())
                            .toList());
        });
    }

    /// The clients of another region are registered there: it stands for them with its signature.
    private Uni<Boolean> isRegistered(Caller caller) {
        return caller.region().isPresent()
                ? Uni.createFrom().item(true)
                : clients.find(caller.clientId()).map(Optional::isPresent);
    }

    /// The same decision with all that was looked at, for any registered or unregistered asker.
    Uni<Explained> explain(Caller caller, AccessRequest request) {
        return facts.find(idsOf(caller, List.of(request), false), caller, Instant.EPOCH)
                .map(known -> explained(caller, request, known));
    }

    private Uni<Map<String, PatientFacts>> known(Caller caller, List<AccessRequest> requests) {
        var ids = WITHOUT_FACTS.contains(caller.role()) ? Set.<String>of() : idsOf(caller, requests, true);
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : facts.find(ids, caller, clock.instant());
    }

    /// The patients about whom facts are needed. Who is named on a record needs none, care being
    /// the purpose.
    private static Set<String> idsOf(Caller caller, List<AccessRequest> requests, boolean isSparing) {
        var ids = new TreeSet<String>();
        for (var request : requests) {
            var isNamed = request.organisations().contains(caller.organisation())
                    && !caller.role().equals("patient")
                    && !BEYOND_CARE.contains(caller.purpose());
            if (!isNamed || !isSparing) {
                request.patientId().ifPresent(ids::add);
            }
        }
        caller.ownPatientId().filter(id -> !ids.isEmpty()).ifPresent(ids::add);
        return ids;
    }

    private Explained explained(Caller caller, AccessRequest request, Map<String, PatientFacts> known) {
        var now = clock.instant();
        var patientId = request.patientId().orElse("");
        var about = known.getOrDefault(patientId, PatientFacts.none(patientId));
        var self = caller.ownPatientId()
                .map(id -> known.getOrDefault(id, PatientFacts.none(id)).standsFor());
        var purpose = caller.purpose().isEmpty() ? "direct-care" : caller.purpose();
        var look = new ConsentRule.Look(caller.organisation(), request.resourceType(), request.labels(), purpose, now);
        var situation = new Situation(
                caller.role(),
                purpose,
                String.valueOf(request.action().letter()),
                request.resourceType(),
                !caller.organisation().isEmpty() && request.organisations().contains(caller.organisation()),
                request.isSearchGate(),
                !patientId.isEmpty() && self.equals(Optional.of(about.standsFor())),
                about.groundsAt(now),
                Seal.of(request.labels()),
                ConsentRule.effectOf(about.consents(), look),
                about.isOptedOutAt(now));
        return new Explained(policy.decide(situation), situation, about, now);
    }

    private static AccessDecision decisionOf(Verdict verdict) {
        return verdict.isAllowed()
                ? new AccessDecision.Allowed(verdict.reason(), verdict.obligations())
                : new AccessDecision.Denied(verdict.reason());
    }
}
