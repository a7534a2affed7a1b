package org.meridiandx.identity.ods;

import java.time.LocalDate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.identity.ods.rules.OdsField;
import org.meridiandx.identity.ods.rules.OdsRecord;

/// General practitioner of the ODS file → FHIR Practitioner and PractitionerRole.
///
/// **Source:** UKCore-Practitioner and -PractitionerRole 2.4.0; SDS job role names.
final class OdsStaffMapper {
    private static final String GMP_NUMBER = "https://fhir.hl7.org.uk/Id/gmp-number";
    private static final String JOB_ROLES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName";

    private OdsStaffMapper() {}

    static Practitioner practitioner(OdsRecord record, LocalDate today) {
        var practitioner = OdsMapper.start(new Practitioner(), record, "Practitioner");
        // Practitioner.identifier <- Organisation Code
        practitioner.addIdentifier(OdsMapper.identifier(GMP_NUMBER, record.code()));
        // Practitioner.active <- Status Code, Close Date
        practitioner.setActive(record.isActive(today));
        // Practitioner.name <- Name
        record.value(OdsField.NAME).map(OdsStaffMapper::nameOf).ifPresent(practitioner::addName);
        return practitioner;
    }

    /// One role per person: it follows the person from practice to practice.
    static PractitionerRole role(OdsRecord record, LocalDate today) {
        var role = OdsMapper.start(new PractitionerRole(), record, "PractitionerRole");
        var hasLeft = record.value(OdsField.LEFT)
                .map(LocalDate::parse)
                .filter(day -> !day.isAfter(today))
                .isPresent();
        // PractitionerRole.active <- Status Code, Close Date, Left Parent Date
        role.setActive(record.isActive(today) && !hasLeft);
        // PractitionerRole.period <- Join Parent Date, Left Parent Date
        OdsMapper.period(record, OdsField.JOINED, OdsField.LEFT).ifPresent(role::setPeriod);
        // PractitionerRole.practitioner <- Organisation Code
        role.setPractitioner(new Reference("Practitioner/" + OdsMapper.idOf(record.code()))
                .setIdentifier(OdsMapper.identifier(GMP_NUMBER, record.code())));
        // PractitionerRole.organization <- Parent Organisation Code
        record.value(OdsField.PARENT).map(OdsMapper::organizationReference).ifPresent(role::setOrganization);
        // PractitionerRole.code <- the file
        role.addCode().addCoding(new Coding(JOB_ROLES, "R0260", "General Medical Practitioner"));
        // PractitionerRole.telecom <- Contact Telephone Number
        OdsMapper.telephone(record).ifPresent(role::addTelecom);
        return role;
    }

    /// `SMITH AB` is a family name with initials; what has no initials is a family name.
    private static HumanName nameOf(String name) {
        var human = new HumanName().setText(name);
        var space = name.lastIndexOf(' ');
        if (space < 0) {
            return human.setFamily(name);
        }
        human.setFamily(name.substring(0, space));
        for (var initial : name.substring(space + 1).split("")) {
            human.addGiven(initial);
        }
        return human;
    }
}
