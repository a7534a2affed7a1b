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
    /// @param recordedPatientId Patient.id of the record that the question names, which may be one
    ///     that was merged
    /// @param standingVersion of the recorded one; 0 where it never was merged
    record Found(String patientId, String nhsNumber, boolean isDeceased, String recordedPatientId, long standingVersion)
            implements PatientAnswer {

        /// A record that was never merged.
        public Found(String patientId, String nhsNumber, boolean isDeceased) {
            this(patientId, nhsNumber, isDeceased, patientId, 0);
        }

        /// For what is recorded now.
        public Standing standing() {
            return new Standing(recordedPatientId, patientId, nhsNumber, standingVersion);
        }

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
    record Unreachable() implements PatientAnswer {
        ProblemException problem() {
            return ProblemException.of(
                    ProblemCode.UNAVAILABLE, "The patient cannot be looked up at the moment. Try again shortly.");
        }
    }

    /// This answer, for those who are called again when they fail.
    ///
    /// @throws ProblemException `UNAVAILABLE` where there was no answer
    default PatientAnswer reached() {
        if (this instanceof Unreachable away) {
            throw away.problem();
        }
        return this;
    }
}
