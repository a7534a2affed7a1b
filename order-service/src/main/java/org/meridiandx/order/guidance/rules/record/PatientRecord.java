package org.meridiandx.order.guidance.rules.record;

import java.time.LocalDate;
import java.util.Optional;

/// What the region knows of a patient, as far as the caller may see it.
public record PatientRecord(Person person, Checked<PriorResult> results, Checked<PriorStudy> studies) {

    /// @param patientId Patient.id of the record in force
    /// @param nhsNumber empty where the region knows none
    /// @param gender FHIR's administrative gender
    /// @param isMasked whether the caller may not be shown where the patient is: address and
    ///     practice
    public record Person(
            String patientId,
            String nhsNumber,
            Optional<LocalDate> birthDate,
            Optional<String> gender,
            boolean isMasked) {
        @Override
        public String toString() {
            return "Person[]";
        }
    }
}
