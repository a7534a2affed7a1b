package org.meridiandx.result.filing;

import org.meridiandx.directory.Standing;
import org.meridiandx.directory.standing.KeptStandings;

/// The patient that a result belongs to, as identity-service knows them.
///
/// @param patientId Patient.id in force; empty where no patient is known
/// @param nhsNumber ten digits; empty where none is known
/// @param recordedPatientId the record that the result was filed under: another one after a merge
/// @param standingVersion how late this was heard; 0 for a record that was never merged
public record PatientRef(String patientId, String nhsNumber, String recordedPatientId, long standingVersion) {
    /// Nobody yet: the report waits in the queue of unmatched ones.
    public static final PatientRef UNKNOWN = new PatientRef("", "", "", 0);

    public static PatientRef of(Standing standing) {
        return new PatientRef(
                standing.patientId(), standing.nhsNumber(), standing.recordedPatientId(), standing.version());
    }

    public boolean isKnown() {
        return !patientId.isEmpty();
    }

    /// The same record with the patient that it counts for now.
    public PatientRef in(KeptStandings standings) {
        return isKnown()
                ? of(standings.latest(new Standing(recordedPatientId, patientId, nhsNumber, standingVersion)))
                : this;
    }

    /// Whether both are one patient, or nobody. Two answers about one record may be of different
    /// age.
    public boolean isSameAs(PatientRef other) {
        var isSameRecord = isKnown() && other.isKnown() && recordedPatientId.equals(other.recordedPatientId);
        return isSameRecord || patientId.equals(other.patientId);
    }

    @Override
    public String toString() {
        return "PatientRef[" + patientId + "]";
    }
}
