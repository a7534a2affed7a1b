package org.meridiandx.identity.patients;

/// An identifier of a patient.
///
/// @param system canonical URL; empty where the sender named none
/// @param isKey whether it names one patient only: NHS numbers, and record numbers with a system
public record PatientIdentifier(String system, String value, boolean isKey) {

    @Override
    public String toString() {
        return "PatientIdentifier[" + system + "|…]";
    }
}
