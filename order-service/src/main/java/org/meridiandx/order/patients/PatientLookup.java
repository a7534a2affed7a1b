package org.meridiandx.order.patients;

/// What identity-service says to "which patient is this?".
public sealed interface PatientLookup {
    /// One patient.
    ///
    /// @param patientId Patient.id of the surviving record
    /// @param nhsNumber ten digits; empty where the region knows none
    /// @param isDeceased whether the patient has died
    record Found(String patientId, String nhsNumber, boolean isDeceased) implements PatientLookup {
        @Override
        public String toString() {
            return "Found[patientId=" + patientId + "]";
        }
    }

    /// Nobody of that id or identifier is registered.
    record Unknown() implements PatientLookup {}

    /// The identifiers name different patients, or the birth date differs.
    record Conflict() implements PatientLookup {}
}
