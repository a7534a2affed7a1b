package org.meridiandx.identity.patients.content;

import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.identity.patients.values.FieldGroup;

/// The restricted flag of a patient, `meta.security` R: address, telecom, practice and contacts are
/// in no answer and nobody is found by them; nor are narrative and contained resources, which may say
/// them again. Beside it the sensitive flag, V.
///
/// **Source:** PDS (restricted patients), HL7 v3 Confidentiality. **Hazard:** a hidden address that
/// comes out.
public final class Restriction {
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String RESTRICTED = "R";
    private static final String VERY_RESTRICTED = "V";

    private Restriction() {}

    public static boolean isRestricted(Patient patient) {
        return isSensitive(patient) || has(patient, RESTRICTED);
    }

    public static boolean isSensitive(Patient patient) {
        return has(patient, VERY_RESTRICTED);
    }

    /// Takes out what may not be shown, where the patient is restricted.
    public static Patient hide(Patient patient) {
        if (isRestricted(patient)) {
            var nobody = new Patient();
            FieldGroup.RESTRICTED.forEach(group -> group.copy(nobody, patient));
            patient.setText(null);
            patient.setContained(null);
        }
        return patient;
    }

    /// The flags of one record hold for what is shown of another.
    public static void spread(Patient from, Patient to) {
        from.getMeta().getSecurity().stream()
                .filter(coding -> CONFIDENTIALITY.equals(coding.getSystem()))
                .filter(coding -> RESTRICTED.equals(coding.getCode()) || VERY_RESTRICTED.equals(coding.getCode()))
                .filter(coding -> !has(to, coding.getCode()))
                .forEach(coding -> to.getMeta().addSecurity(coding.copy()));
    }

    /// A writer of a restricted patient has not seen what is hidden, so what it does not send stays;
    /// and only those who administer patients lift the restriction.
    public static void keep(Patient before, Patient after, boolean mayLift) {
        if (!isRestricted(before)) {
            return;
        }
        for (var group : FieldGroup.RESTRICTED) {
            if (group.isSame(after, new Patient())) {
                group.copy(before, after);
            }
        }
        if (!after.hasText()) {
            after.setText(before.getText().copy());
        }
        if (!after.hasContained()) {
            before.getContained().forEach(after::addContained);
        }
        if (!mayLift) {
            before.getMeta().getSecurity().stream()
                    .filter(coding -> CONFIDENTIALITY.equals(coding.getSystem()))
                    .filter(coding -> !has(after, String.valueOf(coding.getCode())))
                    .forEach(coding -> after.getMeta().addSecurity(coding.copy()));
        }
    }

    private static boolean has(Patient patient, String code) {
        return patient.getMeta().getSecurity().stream()
                .anyMatch(coding -> CONFIDENTIALITY.equals(coding.getSystem()) && code.equals(coding.getCode()));
    }
}
