package org.meridiandx.identity.patients.content;

/// An identifier of a patient.
///
/// @param system canonical URL; empty where the sender named none
/// @param isKey whether it names one patient only: NHS numbers, and record numbers with a system
/// @param isTravelled whether it belongs to a record that was merged into this one
public record PatientIdentifier(String system, String value, boolean isKey, boolean isTravelled) {
    public PatientIdentifier(String system, String value, boolean isKey) {
        this(system, value, isKey, false);
    }

    @Override
    public String toString() {
        return "PatientIdentifier[" + system + "|…]";
    }
}
