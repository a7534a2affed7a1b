package org.meridiandx.order.guidance.rules.record;

import java.time.LocalDate;
import java.util.Optional;

/// What the region knows of a patient, as far as the caller may see it.
public record PatientRecord(Person person, Checked<PriorResult> results, Checked<PriorStudy> studies) {

    /// @param patientId Patient.id of the record in force
    /// @param nhsNumber empty where the region knows none
    /// @param gender FHIR's administrative gender
    public record Person(String patientId, String nhsNumber, Optional<LocalDate> birthDate, Optional<String> gender) {
        @Override
        public String toString() {
            return "Person[]";
        }
    }
}
