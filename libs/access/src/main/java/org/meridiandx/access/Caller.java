package org.meridiandx.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Who is asking, as a verified token says.
///
/// @param clientId the registered system
/// @param organisation ODS code of the organisation the caller works for
/// @param role what the caller is there: `clinician`, `radiologist`, `laboratory`, `archive`, `patient`, `auditor`, ...
/// @param user the person as a FHIR reference (`Practitioner/…`), where the token names one
/// @param patientId Patient.id of the patient in the token's context: where `role` is `patient` the caller themself, or
///     for whom they act
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
    private static final String PATIENT = "Patient/";
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
    /// @param at when they were last asked who they are (`auth_time`); empty where the token does not tell
    public record SignedIn(String name, String roleProfile, Optional<Instant> at) {
        public static final SignedIn UNTOLD = new SignedIn("", "");

        public SignedIn(String name, String roleProfile) {
            this(name, roleProfile, Optional.empty());
        }

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

    /// Patient.id of the caller, where it is a patient: of themself and not of a child or another for whom they act.
    public Optional<String> ownPatientId() {
        return role.equals("patient")
                ? user.filter(person -> person.startsWith(PATIENT))
                        .map(person -> person.substring(PATIENT.length()))
                        .or(() -> patientId)
                : Optional.empty();
    }

    /// The person where known, else the system: what "acknowledged by" and the like record.
    public String actor() {
        return user.orElse("Device/" + clientId);
    }
}
