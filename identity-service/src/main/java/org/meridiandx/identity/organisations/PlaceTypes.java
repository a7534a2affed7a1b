package org.meridiandx.identity.organisations;

import java.util.List;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.HealthcareService;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.identity.directory.DirectoryKeys;
import org.meridiandx.identity.directory.DirectoryType;

/// What places are found by: Organization, Location, HealthcareService and Endpoint.
///
/// **Source:** FHIR R4 search parameters of the four types; UKCore-Organization 2.5.1, -Location
/// 2.3.0, -HealthcareService 1.3.0.
final class PlaceTypes {
    static final DirectoryType ORGANIZATION = named("Organization")
            .codes("type")
            .texts("address-postalcode")
            .inUse("active")
            .reference("partof", "part_of", "Organization")
            .keptBy(PlaceTypes::organizationKeys);
    static final DirectoryType LOCATION = named("Location")
            .codes("type")
            .texts("address-postalcode")
            .inUse("status")
            .reference("partof", "part_of", "Location")
            .reference("organization", "organization", "Organization")
            .keptBy(PlaceTypes::locationKeys);
    static final DirectoryType SERVICE = named("HealthcareService")
            .codes("service-type")
            .codes("specialty")
            .inUse("active")
            .reference("organization", "organization", "Organization")
            .keptBy(PlaceTypes::serviceKeys);
    static final DirectoryType ENDPOINT = named(
                    DirectoryType.of("Endpoint", "http://hl7.org/fhir/StructureDefinition/Endpoint"))
            .codes("connection-type")
            .inUse("status")
            .reference("organization", "organization", "Organization")
            .keptBy(PlaceTypes::endpointKeys);

    private PlaceTypes() {}

    private static DirectoryType.Declaration named(String type) {
        return named(DirectoryType.ofUkCore(type));
    }

    private static DirectoryType.Declaration named(DirectoryType.Declaration type) {
        return type.codes("identifier").texts("name");
    }

    private static DirectoryKeys organizationKeys(Resource resource) {
        var organization = (Organization) resource;
        var keys = named("Organization", organization.getIdentifier(), organization.getName())
                .active(organization.hasActive(), organization.getActive())
                .codes("type", organization.getType())
                .partOf(organization.getPartOf(), "Organization");
        addAliases(keys, organization.getAlias());
        organization.getAddress().forEach(address -> keys.postcode(address.getPostalCode()));
        return keys.build();
    }

    private static DirectoryKeys locationKeys(Resource resource) {
        var location = (Location) resource;
        var keys = named("Location", location.getIdentifier(), location.getName())
                .status(location.hasStatus() ? location.getStatus().toCode() : "active")
                .codes("type", location.getType())
                .postcode(location.getAddress().getPostalCode())
                .partOf(location.getPartOf(), "Location")
                .organization(location.getManagingOrganization());
        addAliases(keys, location.getAlias());
        return keys.build();
    }

    private static DirectoryKeys serviceKeys(Resource resource) {
        var service = (HealthcareService) resource;
        return named("HealthcareService", service.getIdentifier(), service.getName())
                .active(service.hasActive(), service.getActive())
                .codes("service-type", service.getType())
                .codes("specialty", service.getSpecialty())
                .organization(service.getProvidedBy())
                .build();
    }

    private static DirectoryKeys endpointKeys(Resource resource) {
        var endpoint = (Endpoint) resource;
        var type = endpoint.getConnectionType();
        return DirectoryKeys.builder()
                .require(endpoint.hasStatus(), "An Endpoint needs a status.", "Endpoint.status")
                .require(endpoint.hasAddress(), "An Endpoint needs an address.", "Endpoint.address")
                .require(type.hasCode(), "An Endpoint needs a connectionType with a code.", "Endpoint.connectionType")
                .status(endpoint.getStatusElement().getValueAsString())
                .identifiers(endpoint.getIdentifier())
                .text("name", endpoint.getName())
                .code("connection-type", type.getSystem(), type.getCode())
                .organization(endpoint.getManagingOrganization())
                .build();
    }

    private static DirectoryKeys.Builder named(String type, List<Identifier> identifiers, @Nullable String name) {
        return DirectoryKeys.builder()
                .require(
                        name != null || !identifiers.isEmpty(),
                        type + " needs a name or an identifier.",
                        type + ".name")
                .identifiers(identifiers)
                .text("name", name);
    }

    private static void addAliases(DirectoryKeys.Builder keys, List<StringType> aliases) {
        aliases.forEach(alias -> keys.text("name", alias.getValue()));
    }
}
