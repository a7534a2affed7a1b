package org.meridiandx.identity.authorization;

import java.util.List;
import org.meridiandx.identity.grants.GrantDetails;
import org.meridiandx.identity.patients.proxies.Charge;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.Session;
import org.meridiandx.identity.sessions.StaffRole;

/// What comes next in an interaction.
///
/// ```
/// SignIn → ChooseRole → ChoosePatient → AskConsent → Give
///        → ChooseForWhom ─────────────→
///     (each only where it is needed; a later one needs all earlier ones done)
/// ```
sealed interface Step {
    /// Nobody is signed in, or not freshly enough.
    ///
    /// @param isAnew whether the provider must ask, even whom it knows
    record SignIn(boolean isAnew) implements Step {}

    /// The person has several role profiles.
    record ChooseRole(Person person, List<StaffRole> roles) implements Step {
        public ChooseRole {
            roles = List.copyOf(roles);
        }
    }

    /// A patient who is the proxy of others has to say for whom they use the app.
    ///
    /// @param others beside themself
    record ChooseForWhom(Person person, List<Charge> others) implements Step {
        public ChooseForWhom {
            others = List.copyOf(others);
        }

        boolean offers(String patientId) {
            return person.patientId().equals(patientId)
                    || others.stream().anyMatch(charge -> charge.patientId().equals(patientId));
        }
    }

    /// The app needs a patient.
    record ChoosePatient(Session session, StaffRole role) implements Step {}

    /// The person has not agreed to these scopes for this app.
    record AskConsent(Ready ready) implements Step {}

    /// All is known and agreed to.
    record Give(Ready ready) implements Step {}

    /// What a code would stand for.
    record Ready(Session session, GrantDetails details, List<String> scopes) {
        public Ready {
            scopes = List.copyOf(scopes);
        }
    }
}
