package org.meridiandx.identity.patients;

import org.meridiandx.fhir.StoredResource;

/// A row to be written.
record PatientRow(StoredResource resource, PatientColumns columns, String fingerprint) {

    @Override
    public String toString() {
        return "PatientRow[" + resource.id() + "]";
    }
}
