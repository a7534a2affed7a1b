package org.meridiandx.access;

import java.util.Optional;
import java.util.Set;

/// Who is asking, as a verified token says.
///
/// @param clientId the registered system
/// @param organisation ODS code of the organisation the caller works for
/// @param role what the caller is there: `clinician`, `radiologist`, `laboratory`, `archive`, `patient`, `auditor`, ...
/// @param user the person as a FHIR reference (`Practitioner/…`), where the token names one
/// @param patientId Patient.id of the patient in the token's context: the caller themself where `role` is `patient`
/// @param purpose why: `direct-care` unless the token says otherwise
/// @param scopes what the token allows
/// @param signedIn what the token tells of the person's sign-in, for the audit
/// @param region the other region that asks for this caller; empty for the callers of this one
public record Caller(
        String clientId,
        String organisation,
        String role,
        Optional<String> user,
        Optional<String> patientId,
        String purpose,
        Scopes scopes,
        SignedIn signedIn,
        Optional<String> region) {
    private static final Set<String> DIRECTORY =
            Set.of("Organization", "Practitioner", "PractitionerRole", "Location", "HealthcareService", "Endpoint");

    /// A caller of whom no sign-in tells.
    public Caller(
            String clientId,
            String organisation,
            String role,
            Optional<String> user,
            Optional<String> patientId,
            String purpose,
            Scopes scopes) {
        this(clientId, organisation, role, user, patientId, purpose, scopes, SignedIn.UNTOLD, Optional.empty());
    }

    /// The same caller, with what a sign-in told.
    public Caller with(SignedIn told) {
        return new Caller(clientId, organisation, role, user, patientId, purpose, scopes, told, region);
    }

    /// The same caller, asked for by another region.
    public Caller from(String otherRegion) {
        return new Caller(
                clientId, organisation, role, user, patientId, purpose, scopes, signedIn, Optional.of(otherRegion));
    }

    /// What a sign-in told of a person. Empty text where it told nothing.
    ///
    /// @param name of a member of staff
    /// @param roleProfile SDS id of the role profile that they chose
    public record SignedIn(String name, String roleProfile) {
        public static final SignedIn UNTOLD = new SignedIn("", "");

        @Override
        public String toString() {
            return "SignedIn[redacted]";
        }
    }

    /// Whether the token's scopes cover what is asked: `patient/` scopes for the patient in context
    /// alone, and for the directory, which is about no patient.
    public boolean mayAsk(AccessRequest request) {
        if (!scopes.allow(request.action(), request.resourceType())) {
            return false;
        }
        return scopes.allowForAll(request.action(), request.resourceType())
                || DIRECTORY.contains(request.resourceType())
                || patientId.isPresent() && patientId.equals(request.patientId());
    }

    /// The person where known, else the system: what "acknowledged by" and the like record.
    public String actor() {
        return user.orElse("Device/" + clientId);
    }
}
