package org.meridiandx.identity.patients;

/// A row to be written.
record PatientRow(PatientRecord record, PatientColumns columns) {

    @Override
    public String toString() {
        return "PatientRow[" + record.id() + "]";
    }
}
