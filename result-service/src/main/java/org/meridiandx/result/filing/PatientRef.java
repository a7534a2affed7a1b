package org.meridiandx.result.filing;

/// The patient that a result belongs to, as identity-service knows them.
///
/// @param patientId Patient.id; empty where no patient is known
/// @param nhsNumber ten digits; empty where none is known
public record PatientRef(String patientId, String nhsNumber) {
    /// Nobody yet: the report waits in the queue of unmatched ones.
    public static final PatientRef UNKNOWN = new PatientRef("", "");

    public boolean isKnown() {
        return !patientId.isEmpty();
    }

    @Override
    public String toString() {
        return "PatientRef[" + patientId + "]";
    }
}
