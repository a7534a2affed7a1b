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

    /// In the audit before they are shown to anybody.
    Uni<List<Charge>> of(Asked asked, Person person) {
        return charges.of(person.patientId())
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(found) : visible(asked, person, found));
    }

    private Uni<List<Charge>> visible(Asked asked, Person person, List<Charge> found) {
        var caller = new Caller(
                asked.client().clientId(),
                "",
                "patient",
                Optional.of(person.fhirUser()),
                Optional.of(person.patientId()),
                "direct-care",
                TO_SEE_A_PATIENT);
        var questions = found.stream()
                .map(charge -> AccessRequest.of(Action.READ, "Patient", charge.patientId(), Set.of()))
                .toList();
        return access.decide(caller, questions).chain(decisions -> {
            var shown = new ArrayList<Charge>();
            for (var i = 0; i < found.size(); i++) {
                if (decisions.get(i).isAllowed()) {
                    shown.add(found.get(i));
                }
            }
            return audit.record(
                            caller,
                            shown.stream()
                                    .map(charge -> AuditEntry.read("Patient", charge.patientId(), charge.patientId()))
                                    .toList())
                    .replaceWith(List.copyOf(shown));
        });
    }
}
