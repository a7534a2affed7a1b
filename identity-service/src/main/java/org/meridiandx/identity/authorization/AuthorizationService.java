package org.meridiandx.identity.authorization;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.PatientDirectory;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.identity.authorization.RequestService.Asked;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.Session;
import org.meridiandx.identity.sessions.StaffRole;

/// Which patient a member of staff may choose, and the trace of what people decide.
@ApplicationScoped
class AuthorizationService {
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private static final Scopes TO_SEE_A_PATIENT = new Scopes(List.of("user/Patient.r"));
    private final PatientDirectory patients;
    private final Access access;
    private final AuditTrail audit;

    AuthorizationService(@GrpcService PatientDirectory patients, Access access, AuditTrail audit) {
        this.patients = patients;
        this.access = access;
        this.audit = audit;
    }

    /// Finds the patient of a number among those whom the person may see.
    ///
    /// @return Patient.id; empty where there is none, without saying why
    Uni<Optional<String>> find(Asked asked, Session session, StaffRole role, String nhsNumber) {
        var number = NhsNumber.parse(nhsNumber.replace(" ", ""));
        if (number.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var question = FindPatientRequest.newBuilder()
                .addIdentifiers(Identifier.newBuilder()
                        .setSystem(NHS_NUMBER)
                        .setValue(number.get().value()))
                .build();
        return patients.find(question)
                .chain(answer -> answer.getOutcome() == FindPatientResponse.Outcome.FOUND
                        ? visible(callerOf(asked, session, role, answer.getPatientId()), answer.getPatientId())
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<String>> visible(Caller caller, String patientId) {
        var request = AccessRequest.of(Action.READ, "Patient", patientId, Set.of());
        return access.decide(caller, List.of(request)).chain(decisions -> {
            var allowed = decisions.getFirst().isAllowed();
            var entry = allowed
                    ? AuditEntry.read("Patient", patientId, patientId)
                    : AuditEntry.denied("read", "Patient", patientId, patientId, "sign-in");
            return audit.record(caller, List.of(entry))
                    .replaceWith(allowed ? Optional.of(patientId) : Optional.empty());
        });
    }

    private static Caller callerOf(Asked asked, Session session, StaffRole role, String patientId) {
        return new Caller(
                        asked.client().clientId(),
                        role.organisation(),
                        role.role(),
                        Optional.of(session.person().fhirUser()),
                        Optional.of(patientId),
                        "direct-care",
                        TO_SEE_A_PATIENT)
                .with(signedIn(session.person(), role.profile()));
    }

    private static Caller.SignedIn signedIn(Person person, String roleProfile) {
        return new Caller.SignedIn(person.kind() == Person.Kind.STAFF ? person.name() : "", roleProfile);
    }

    /// Keeps the trace of a decision before it counts.
    Uni<Void> record(Asked asked, Step.Ready ready, boolean allowed) {
        var details = ready.details();
        var caller = new Caller(
                        asked.client().clientId(),
                        details.organisation(),
                        details.role(),
                        Optional.of(details.person().fhirUser()),
                        Optional.of(details.patientId()).filter(id -> !id.isEmpty()),
                        "direct-care",
                        new Scopes(ready.scopes()))
                .with(signedIn(details.person(), details.roleProfile()));
        var entry = new AuditEntry(
                "E",
                "authorize",
                allowed ? "ok" : "denied",
                allowed ? "" : "consent",
                "",
                List.of(),
                details.patientId(),
                "");
        return audit.record(caller, List.of(entry));
    }
}
