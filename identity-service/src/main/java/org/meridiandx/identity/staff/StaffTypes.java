package org.meridiandx.identity.staff;

import static org.meridiandx.identity.directory.DirectoryType.keys;
import static org.meridiandx.identity.directory.DirectoryType.search;

import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.identity.directory.DirectoryKeys;
import org.meridiandx.identity.directory.DirectoryType;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What people are found by.
///
/// **Source:** FHIR R4 search parameters; UKCore-Practitioner and -PractitionerRole 2.4.0.
final class StaffTypes {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";
    static final DirectoryType PRACTITIONER = new DirectoryType(
            search("Practitioner")
                    .sideTable("identifier", keys("Practitioner", "identifier"))
                    .sideText("name", keys("Practitioner", "name"))
                    .sideText("family", keys("Practitioner", "family"))
                    .sideText("given", keys("Practitioner", "given"))
                    .token("active", "status")
                    .build(),
            UK_CORE + "Practitioner",
            StaffTypes::practitionerKeys);
    static final DirectoryType PRACTITIONER_ROLE = new DirectoryType(
            search("PractitionerRole")
                    .sideTable("identifier", keys("PractitionerRole", "identifier"))
                    .sideTable("role", keys("PractitionerRole", "role"))
                    .sideTable("specialty", keys("PractitionerRole", "specialty"))
                    .token("active", "status")
                    .reference("practitioner", "practitioner", "Practitioner")
                    .reference("organization", "organization", "Organization")
                    .build(),
            UK_CORE + "PractitionerRole",
            StaffTypes::roleKeys);

    private StaffTypes() {}

    /// `name` finds any part of any name, as FHIR has it: family, given, prefix, or the whole as it
    /// is written.
    private static DirectoryKeys practitionerKeys(Resource resource) {
        var practitioner = (Practitioner) resource;
        require(
                practitioner.hasName() || practitioner.hasIdentifier(),
                "A Practitioner needs a name or an identifier.",
                "Practitioner.name");
        var keys = DirectoryKeys.builder()
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
        require(
                role.hasPractitioner() || role.hasOrganization(),
                "A PractitionerRole needs a practitioner or an organization.",
                "PractitionerRole.practitioner");
        return DirectoryKeys.builder()
                .active(role.hasActive(), role.getActive())
                .identifiers(role.getIdentifier())
                .codes("role", role.getCode())
                .codes("specialty", role.getSpecialty())
                .practitioner(role.getPractitioner())
                .organization(role.getOrganization())
                .build();
    }

    private static void require(boolean holds, String otherwise, String place) {
        if (!holds) {
            throw ProblemException.of(ProblemCode.MISSING_VALUE, otherwise, place);
        }
    }
}
