package org.meridiandx.identity.sessions;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;

/// Writes down what people do here themselves, before it counts.
@ApplicationScoped
public class PersonTrail {
    private final AuditTrail audit;

    PersonTrail(AuditTrail audit) {
        this.audit = audit;
    }

    /// @return completes when durable; fails with 503 when nothing durable can be reached
    public Uni<Void> record(Person person, AuditEntry entry) {
        return audit.record(callerOf(person), List.of(entry));
    }

    private static Caller callerOf(Person person) {
        var first = person.roles().stream().findFirst();
        return new Caller(
                        person.subject(),
                        first.map(role -> role.organisation()).orElse(""),
                        first.map(role -> role.role()).orElse("patient"),
                        Optional.of(person.fhirUser()),
                        Optional.of(person.patientId()).filter(id -> !id.isEmpty()),
                        "direct-care",
                        new Scopes(List.of()))
                .with(signedIn(person));
    }

    /// The name of a member of staff; of several role profiles none is chosen yet.
    private static Caller.SignedIn signedIn(Person person) {
        var isStaff = person.kind() == Person.Kind.STAFF;
        var profile = person.roles().size() == 1 ? person.roles().getFirst().profile() : "";
        return new Caller.SignedIn(isStaff ? person.name() : "", profile);
    }
}
