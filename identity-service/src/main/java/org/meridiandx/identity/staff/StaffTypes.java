package org.meridiandx.identity.staff;

import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.identity.directory.DirectoryKeys;
import org.meridiandx.identity.directory.DirectoryType;

/// What people are found by.
///
/// **Source:** FHIR R4 search parameters; UKCore-Practitioner and -PractitionerRole 2.4.0.
final class StaffTypes {
    static final DirectoryType PRACTITIONER = DirectoryType.ofUkCore("Practitioner")
            .codes("identifier")
            .texts("name")
            .texts("family")
            .texts("given")
            .inUse("active")
            .keptBy(StaffTypes::practitionerKeys);
    static final DirectoryType PRACTITIONER_ROLE = DirectoryType.ofUkCore("PractitionerRole")
            .codes("identifier")
            .codes("role")
            .codes("specialty")
            .inUse("active")
            .reference("practitioner", "practitioner", "Practitioner")
            .reference("organization", "organization", "Organization")
            .keptBy(StaffTypes::roleKeys);

    private StaffTypes() {}

    /// `name` finds any part of any name, as FHIR has it: family, given, prefix, or the whole as it
    /// is written.
    private static DirectoryKeys practitionerKeys(Resource resource) {
        var practitioner = (Practitioner) resource;
        var keys = DirectoryKeys.builder()
                .require(
                        practitioner.hasName() || practitioner.hasIdentifier(),
                        "A Practitioner needs a name or an identifier.",
                        "Practitioner.name")
                .active(practitioner.hasActive(), practitioner.getActive())
                .identifiers(practitioner.getIdentifier());
        for (var name : practitioner.getName()) {
            keys.text("name", name.getText());
            keys.text("name", name.getFamily());
            keys.text("family", name.getFamily());
            for (var given : name.getGiven()) {
                keys.text("name", given.getValue());
                keys.text("given", given.getValue());
            }
            name.getPrefix().stream().map(StringType::getValue).forEach(prefix -> keys.text("name", prefix));
        }
        return keys.build();
    }

    private static DirectoryKeys roleKeys(Resource resource) {
        var role = (PractitionerRole) resource;
        return DirectoryKeys.builder()
                .require(
                        role.hasPractitioner() || role.hasOrganization(),
                        "A PractitionerRole needs a practitioner or an organization.",
                        "PractitionerRole.practitioner")
                .active(role.hasActive(), role.getActive())
                .identifiers(role.getIdentifier())
                .codes("role", role.getCode())
                .codes("specialty", role.getSpecialty())
                .practitioner(role.getPractitioner())
                .organization(role.getOrganization())
                .build();
    }
}
