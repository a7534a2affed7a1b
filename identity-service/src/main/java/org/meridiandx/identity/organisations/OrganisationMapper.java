package org.meridiandx.identity.organisations;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Organization;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

/// Organisation → FHIR Organization (UK Core). **Source:** UKCore-Organization 2.5.1.
final class OrganisationMapper {
    static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization";

    private OrganisationMapper() {}

    /// The logical id is the ODS code in lower case: it never changes.
    static String idOf(OdsCode ods) {
        return ods.value().toLowerCase(Locale.ROOT);
    }

    static byte[] toJson(Organisation organisation, Instant lastUpdated, int version) {
        var resource = new Organization();
        resource.setId(idOf(organisation.ods()));
        resource.getMeta()
                .setVersionId(String.valueOf(version))
                .setLastUpdated(Date.from(lastUpdated))
                .addProfile(PROFILE);
        resource.addIdentifier()
                .setSystem(IdentifierSystems.ODS_ORGANISATION)
                .setValue(organisation.ods().value());
        resource.setActive(true);
        resource.setName(organisation.name());
        resource.addType(new CodeableConcept().setText(organisation.type()));
        return FhirJson.encode(resource);
    }
}
