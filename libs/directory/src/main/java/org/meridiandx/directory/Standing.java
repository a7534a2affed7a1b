package org.meridiandx.directory;

/// For which patient the rows of one record count.
///
/// @param recordedPatientId Patient.id that they were recorded under; empty where no patient is
///     known
/// @param patientId Patient.id in force; the same where the record is not merged
/// @param nhsNumber of the patient in force: ten digits; empty where none is known
/// @param version grows with each change of the record's standing; 0 for one that never was merged
public record Standing(String recordedPatientId, String patientId, String nhsNumber, long version) {
    @Override
    public String toString() {
        return "Standing[" + recordedPatientId + " is " + patientId + ", version=" + version + "]";
    }
}
