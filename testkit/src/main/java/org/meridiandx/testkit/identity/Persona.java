package org.meridiandx.testkit.identity;

import java.util.Arrays;
import java.util.Optional;

/// A client of the sample region, as its tokens describe it.
public enum Persona {
    GP("gp", "Y90001", "clinician", "Practitioner/gp-1", "system/*.cruds"),
    HOSPITAL_DOCTOR("hospital-doctor", "RX901", "clinician", "Practitioner/hospital-doctor-1", "system/*.cruds"),
    RADIOLOGIST("radiologist", "RX901", "radiologist", "Practitioner/radiologist-1", "system/*.cruds"),
    LAB("lab", "RX902", "laboratory", null, "system/*.cruds"),
    PACS("pacs", "RX903", "archive", null, "system/*.cruds"),
    PATIENT("patient", "Y90001", "patient", null, "patient/*.rs"),
    /// A clinician whose organisation has no relationship with anybody in the sample.
    STRANGER("stranger", "Y90099", "clinician", "Practitioner/stranger-1", "system/*.cruds"),
    LOADER("loader", "RX901", "loader", null, "system/*.cruds"),
    /// Works at the desk that keeps patient records in order.
    REGISTRAR("registrar", "RX901", "patient-administration", "Practitioner/registrar-1", "system/*.cruds"),
    AUDITOR("auditor", "RX901", "auditor", null, "system/AuditEvent.rs");

    private final String clientId;
    private final String organisation;
    private final String role;
    private final Optional<String> fhirUser;
    private final String scope;

    Persona(
            String clientId,
            String organisation,
            String role,
            @org.jspecify.annotations.Nullable String fhirUser,
            String scope) {
        this.clientId = clientId;
        this.organisation = organisation;
        this.role = role;
        this.fhirUser = Optional.ofNullable(fhirUser);
        this.scope = scope;
    }

    /// Finds the persona of a client id such as `hospital-doctor`.
    public static Persona named(String clientId) {
        return Arrays.stream(values())
                .filter(persona -> persona.clientId.equals(clientId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No persona '" + clientId + "'"));
    }

    /// The OAuth client id, which is also what people call the persona.
    public String clientId() {
        return clientId;
    }

    /// ODS code of the organisation that the persona works for.
    public String organisation() {
        return organisation;
    }

    /// The role claim: clinician, radiologist, laboratory, archive, patient, auditor or loader.
    public String role() {
        return role;
    }

    /// Reference to the person, where the persona is one.
    public Optional<String> fhirUser() {
        return fhirUser;
    }

    /// SMART v2 scopes, separated by spaces.
    public String scope() {
        return scope;
    }
}
