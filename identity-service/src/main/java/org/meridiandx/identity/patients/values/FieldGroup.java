package org.meridiandx.identity.patients.values;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.FhirJson;

/// Elements of a Patient that one source tells together, and that therefore change together.
public enum FieldGroup {
    NAME("name", (from, to) -> to.setName(from.getName())),
    BIRTH("birth", (from, to) -> {
        to.setBirthDateElement(from.getBirthDateElement());
        to.setMultipleBirth(from.getMultipleBirth());
    }),
    GENDER("gender", (from, to) -> to.setGenderElement(from.getGenderElement())),
    ADDRESS("address", (from, to) -> to.setAddress(from.getAddress())),
    TELECOM("telecom", (from, to) -> to.setTelecom(from.getTelecom())),
    DEATH("death", (from, to) -> to.setDeceased(from.getDeceased())),
    PRACTICE("practice", (from, to) -> to.setGeneralPractitioner(from.getGeneralPractitioner())),
    CONTACT("contact", (from, to) -> to.setContact(from.getContact())),
    LANGUAGE("language", (from, to) -> to.setCommunication(from.getCommunication())),
    MARITAL("marital", (from, to) -> to.setMaritalStatus(from.getMaritalStatus())),
    MANAGER("manager", (from, to) -> to.setManagingOrganization(from.getManagingOrganization())),
    PHOTO("photo", (from, to) -> to.setPhoto(from.getPhoto())),
    EXTENSION("extension", (from, to) -> to.setExtension(from.getExtension()));

    /// The groups that a restriction hides.
    public static final List<FieldGroup> RESTRICTED = List.of(ADDRESS, TELECOM, PRACTICE, CONTACT, MANAGER, PHOTO);

    private final String code;
    private final BiConsumer<Patient, Patient> copier;

    FieldGroup(String code, BiConsumer<Patient, Patient> copier) {
        this.code = code;
        this.copier = copier;
    }

    /// As in the tables `patient_value` and `demographic_trust`.
    public String code() {
        return code;
    }

    public static FieldGroup of(String code) {
        for (var group : values()) {
            if (group.code.equals(code)) {
                return group;
            }
        }
        throw new IllegalArgumentException("no such field group");
    }

    /// Replaces this group of one patient by that of another, which may have none of it.
    public void copy(Patient from, Patient to) {
        copier.accept(only(from), to);
    }

    /// The group alone, as a Patient.
    public Patient only(Patient patient) {
        return shared(patient).copy();
    }

    public String textOf(Patient patient) {
        return new String(FhirJson.encode(shared(patient)), StandardCharsets.UTF_8);
    }

    public boolean isSame(Patient one, Patient other) {
        return textOf(one).equals(textOf(other));
    }

    /// For reading: its elements are still the patient's own. A change of a patient looks at every group,
    /// so the whole is not copied for each.
    private Patient shared(Patient patient) {
        var shared = new Patient();
        copier.accept(patient, shared);
        return shared;
    }
}
