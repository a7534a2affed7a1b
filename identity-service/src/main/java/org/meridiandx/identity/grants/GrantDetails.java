package org.meridiandx.identity.grants;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.meridiandx.identity.sessions.Person;

/// What stands behind the tokens of a grant. Empty text where there is none.
///
/// @param scopes that the person agreed to
/// @param organisation ODS code of the organisation that they act for
/// @param role ours
/// @param roleProfile id of the role profile that they chose
/// @param patientId Patient.id in context
/// @param nonce of the request
/// @param authenticatedAt seconds since 1970
@RegisterForReflection
public record GrantDetails(
        Person person,
        String scopes,
        String organisation,
        String role,
        String roleProfile,
        String patientId,
        LaunchedFrom launch,
        String nonce,
        long authenticatedAt) {

    /// What an EHR passed on with its launch.
    ///
    /// @param needsBanner whether the app is to show who the patient is
    @RegisterForReflection
    public record LaunchedFrom(String encounter, String intent, String styleUrl, boolean needsBanner) {
        /// An app that was not launched from an EHR shows the patient itself.
        public static final LaunchedFrom NOWHERE = new LaunchedFrom("", "", "", true);
    }

    @Override
    public String toString() {
        return "GrantDetails[redacted]";
    }
}
