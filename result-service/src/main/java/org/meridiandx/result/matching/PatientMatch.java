package org.meridiandx.result.matching;

import org.meridiandx.directory.standing.KeptStandings;
import org.meridiandx.result.filing.PatientRef;

/// What identity-service said to a [PatientQuery].
public sealed interface PatientMatch {
    record Found(PatientRef patient) implements PatientMatch {}

    /// Nobody is known by these identifiers, or there were none.
    record Unknown() implements PatientMatch {}

    /// Identifiers name different people, or the birth date differs.
    record Conflict() implements PatientMatch {}

    /// No answer: to be asked again.
    record Unreachable() implements PatientMatch {}

    /// Why a report waits, for the queue; empty where it need not.
    default String reason() {
        return switch (this) {
            case Found ignored -> "";
            case Unknown ignored -> "patient-unknown";
            case Conflict ignored -> "identity-conflict";
            case Unreachable ignored -> "identity-unreachable";
        };
    }

    default PatientRef patient() {
        return this instanceof Found found ? found.patient() : PatientRef.UNKNOWN;
    }

    /// The same answer with the patient in force.
    default PatientMatch in(KeptStandings standings) {
        return this instanceof Found found ? new Found(found.patient().in(standings)) : this;
    }
}
