package org.meridiandx.directory;

import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What identity-service says to a [PatientQuery].
public sealed interface PatientAnswer {
    /// One patient.
    ///
    /// @param patientId Patient.id of the surviving record
    /// @param nhsNumber ten digits; empty where the region knows none
    /// @param isDeceased whether the patient has died
    record Found(String patientId, String nhsNumber, boolean isDeceased) implements PatientAnswer {
        @Override
        public String toString() {
            return "Found[patientId=" + patientId + "]";
        }
    }

    /// Nobody of that id or identifier is registered, or none was given.
    record Unknown() implements PatientAnswer {}

    /// The identifiers name different patients, or the birth date differs.
    record Conflict() implements PatientAnswer {}

    /// identity-service did not answer: to be asked again.
    record Unreachable() implements PatientAnswer {}

    /// This answer, for those who are called again when they fail.
    ///
    /// @throws ProblemException `UNAVAILABLE` where there was no answer
    default PatientAnswer reached() {
        if (this instanceof Unreachable) {
            throw ProblemException.of(
                    ProblemCode.UNAVAILABLE, "The patient cannot be looked up at the moment. Try again shortly.");
        }
        return this;
    }
}
