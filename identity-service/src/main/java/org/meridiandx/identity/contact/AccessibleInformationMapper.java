package org.meridiandx.identity.contact;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.identity.contact.rules.ContactPreferences;

/// The part of the preferences that UK Core can say, as the elements of a Patient.
///
/// **Source:** Extension-UKCore-ContactPreference; Extension-UKCore-NHSCommunication, retired in UK
/// Core and used by
/// PDS; FHIR Patient.communication. What has no code there (easy read, BSL video, SMS, app) is in
/// the Parameters only.
final class AccessibleInformationMapper {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";
    private static final String CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-";

    private AccessibleInformationMapper() {}

    static Patient toPatient(String patientId, ContactPreferences said) {
        var patient = new Patient();
        patient.setId(patientId);
        communication(patient, said);
        preference(patient, said);
        return patient;
    }

    private static void communication(Patient patient, ContactPreferences said) {
        var extension = new Extension(UK_CORE + "NHSCommunication");
        said.language().ifPresent(code -> {
            var language = concept("HumanLanguage", code, "");
            extension.addExtension("language", language);
            patient.addCommunication().setLanguage(language.copy()).setPreferred(true);
        });
        said.interpreterRequired()
                .ifPresent(needed -> extension.addExtension("interpreterRequired", new BooleanType(needed)));
        if (extension.hasExtension()) {
            patient.addExtension(extension);
        }
    }

    private static void preference(Patient patient, ContactPreferences said) {
        var extension = new Extension(UK_CORE + "ContactPreference");
        said.formats().stream()
                .filter(format -> !format.ukCoreCode().isEmpty())
                .findFirst()
                .ifPresent(format -> extension.addExtension(
                        "PreferredWrittenCommunicationFormat",
                        concept("PreferredWrittenCommunicationFormat", format.ukCoreCode(), format.ukCoreDisplay())));
        said.channel()
                .filter(channel -> !channel.ukCoreCode().isEmpty())
                .ifPresent(channel -> extension.addExtension(
                        "PreferredContactMethod",
                        concept("PreferredContactMethod", channel.ukCoreCode(), channel.ukCoreDisplay())));
        if (extension.hasExtension()) {
            patient.addExtension(extension);
        }
    }

    private static CodeableConcept concept(String codeSystem, String code, String display) {
        var coding = new Coding().setSystem(CODES + codeSystem).setCode(code);
        return new CodeableConcept().addCoding(display.isEmpty() ? coding : coding.setDisplay(display));
    }
}
