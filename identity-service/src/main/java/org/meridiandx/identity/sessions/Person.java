package org.meridiandx.identity.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// A person whom a provider signed in.
///
/// @param subject provider and the person's id there, such as `staff:910000000001`
/// @param name as the provider says, to greet them by
/// @param kind whose provider it was
/// @param roles of staff: at least one
/// @param patientId Patient.id of a patient; empty for staff
/// @param fhirUser reference to their own resource here
/// @param assurance how surely the provider knows them: `AAL2`, `P9.Cp.Cd`, ...
/// @param isDemonstration whether nobody really signed in
/// @param authenticatedAt when the provider asked them, in seconds since 1970; 0 where it does not tell
@RegisterForReflection
public record Person(
        String subject,
        String name,
        Kind kind,
        List<StaffRole> roles,
        String patientId,
        String fhirUser,
        String assurance,
        boolean isDemonstration,
        long authenticatedAt) {
    public Person {
        roles = List.copyOf(roles);
    }

    /// Which people a provider signs in.
    public enum Kind {
        STAFF,
        PATIENT
    }

    @Override
    public String toString() {
        return "Person[" + kind + "]";
    }
}
