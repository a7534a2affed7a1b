package org.meridiandx.identity.authorization;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.patients.proxies.Charge;
import org.meridiandx.identity.patients.proxies.ChargeService;
import org.meridiandx.identity.sessions.Person;

/// For whom a patient who is signed in may use an app beside themself: children and others for whom they are the proxy,
/// as far as the policy lets them see the record.
@ApplicationScoped
class ActingFor {
    private static final Scopes TO_SEE_A_PATIENT = new Scopes(List.of("user/Patient.r"));
    private final ChargeService charges;
    private final Access access;
    private final AuditTrail audit;

    ActingFor(ChargeService charges, Access access, AuditTrail audit) {
        this.charges = charges;
        this.access = access;
        this.audit = audit;
    }

    /// Those who may be chosen. They are in no audit yet: [#noteShown(Asked, Person, List)].
    Uni<List<Charge>> of(Asked asked, Person person) {
        return charges.of(person.patientId())
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(found) : visible(asked, person, found));
    }

    private Uni<List<Charge>> visible(Asked asked, Person person, List<Charge> found) {
        var questions = found.stream()
                .map(charge -> AccessRequest.of(Action.READ, "Patient", charge.patientId(), Set.of()))
                .toList();
        return access.decide(callerOf(asked, person), questions).map(decisions -> {
            var shown = new ArrayList<Charge>();
            for (var i = 0; i < found.size(); i++) {
                if (decisions.get(i).isAllowed()) {
                    shown.add(found.get(i));
                }
            }
            return List.copyOf(shown);
        });
    }

    /// Puts in the audit that a person sees them, before they do.
    Uni<Void> noteShown(Asked asked, Person person, List<Charge> shown) {
        var entries = shown.stream()
                .map(charge -> AuditEntry.read("Patient", charge.patientId(), charge.patientId()))
                .toList();
        return audit.record(callerOf(asked, person), entries);
    }

    private static Caller callerOf(Asked asked, Person person) {
        return new Caller(
                asked.client().clientId(),
                "",
                "patient",
                Optional.of(person.fhirUser()),
                Optional.of(person.patientId()),
                "direct-care",
                TO_SEE_A_PATIENT);
    }
}
