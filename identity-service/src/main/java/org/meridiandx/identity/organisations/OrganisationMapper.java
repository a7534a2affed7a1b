package org.meridiandx.identity.organisations;

import java.util.Locale;
import org.hl7.fhir.r4.model.Organization;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

/// Registered organisation → FHIR Organization. **Source:** UKCore-Organization 2.5.1.
final class OrganisationMapper {
    static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization";
    /// The region's own words for what an organisation is: `gp`, `hospital`, `laboratory`, ...
    static final String KINDS = "urn:meridian:organisation-kind";

    private OrganisationMapper() {}

    /// The logical id is the ODS code in lower case: it never changes.
    static String idOf(OdsCode ods) {
        return ods.value().toLowerCase(Locale.ROOT);
    }

    static Organization toFhir(Organisation organisation) {
        var resource = new Organization();
        resource.setId(idOf(organisation.ods()));
        resource.getMeta().addProfile(PROFILE);
        resource.addIdentifier()
                .setSystem(IdentifierSystems.ODS_ORGANISATION)
                .setValue(organisation.ods().value());
        resource.setActive(true);
        resource.setName(organisation.name());
        var type = resource.addType().setText(organisation.type());
        type.addCoding().setSystem(KINDS).setCode(organisation.type());
        return resource;
    }
}
