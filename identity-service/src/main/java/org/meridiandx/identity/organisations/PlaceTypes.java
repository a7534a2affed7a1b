package org.meridiandx.identity.organisations;

import static org.meridiandx.identity.directory.DirectoryType.keys;
import static org.meridiandx.identity.directory.DirectoryType.search;

import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.HealthcareService;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.identity.directory.DirectoryKeys;
import org.meridiandx.identity.directory.DirectoryType;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What places are found by: Organization, Location, HealthcareService and Endpoint.
///
/// **Source:** FHIR R4 search parameters of the four types; UKCore-Organization 2.5.1, -Location
/// 2.3.0,
/// -HealthcareService 1.3.0.
final class PlaceTypes {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";
    static final DirectoryType ORGANIZATION = new DirectoryType(
            search("Organization")
                    .sideTable("identifier", keys("Organization", "identifier"))
                    .sideText("name", keys("Organization", "name"))
                    .sideTable("type", keys("Organization", "type"))
                    .sideText("address-postalcode", keys("Organization", "address-postalcode"))
                    .token("active", "status")
                    .reference("partof", "part_of", "Organization")
                    .build(),
            OrganisationMapper.PROFILE,
            PlaceTypes::organizationKeys);
    static final DirectoryType LOCATION = new DirectoryType(
            search("Location")
                    .sideTable("identifier", keys("Location", "identifier"))
                    .sideText("name", keys("Location", "name"))
                    .sideTable("type", keys("Location", "type"))
                    .sideText("address-postalcode", keys("Location", "address-postalcode"))
                    .token("status", "status")
                    .reference("partof", "part_of", "Location")
                    .reference("organization", "organization", "Organization")
                    .build(),
            UK_CORE + "Location",
            PlaceTypes::locationKeys);
    static final DirectoryType SERVICE = new DirectoryType(
            search("HealthcareService")
                    .sideTable("identifier", keys("HealthcareService", "identifier"))
                    .sideText("name", keys("HealthcareService", "name"))
                    .sideTable("service-type", keys("HealthcareService", "service-type"))
                    .sideTable("specialty", keys("HealthcareService", "specialty"))
                    .token("active", "status")
                    .reference("organization", "organization", "Organization")
                    .build(),
            UK_CORE + "HealthcareService",
            PlaceTypes::serviceKeys);
    static final DirectoryType ENDPOINT = new DirectoryType(
            search("Endpoint")
                    .sideTable("identifier", keys("Endpoint", "identifier"))
                    .sideText("name", keys("Endpoint", "name"))
                    .sideTable("connection-type", keys("Endpoint", "connection-type"))
                    .token("status", "status")
                    .reference("organization", "organization", "Organization")
                    .build(),
            "http://hl7.org/fhir/StructureDefinition/Endpoint",
            PlaceTypes::endpointKeys);

    private PlaceTypes() {}

    private static DirectoryKeys organizationKeys(Resource resource) {
        var organization = (Organization) resource;
        require(
                organization.hasName() || organization.hasIdentifier(),
                "An Organization needs a name or an identifier.",
                "Organization.name");
        var keys = DirectoryKeys.builder()
                .active(organization.hasActive(), organization.getActive())
                .identifiers(organization.getIdentifier())
                .text("name", organization.getName())
                .codes("type", organization.getType())
                .partOf(organization.getPartOf(), "Organization");
        organization.getAlias().stream().map(StringType::getValue).forEach(alias -> keys.text("name", alias));
        organization.getAddress().forEach(address -> keys.postcode(address.getPostalCode()));
        return keys.build();
    }

    private static DirectoryKeys locationKeys(Resource resource) {
        var location = (Location) resource;
        require(
                location.hasName() || location.hasIdentifier(),
                "A Location needs a name or an identifier.",
                "Location.name");
        var keys = DirectoryKeys.builder()
                .status(location.hasStatus() ? location.getStatus().toCode() : "active")
                .identifiers(location.getIdentifier())
                .text("name", location.getName())
                .codes("type", location.getType())
                .postcode(location.getAddress().getPostalCode())
                .partOf(location.getPartOf(), "Location")
                .organization(location.getManagingOrganization());
        location.getAlias().stream().map(StringType::getValue).forEach(alias -> keys.text("name", alias));
        return keys.build();
    }

    private static DirectoryKeys serviceKeys(Resource resource) {
        var service = (HealthcareService) resource;
        require(
                service.hasName() || service.hasIdentifier(),
                "A HealthcareService needs a name or an identifier.",
                "HealthcareService.name");
        return DirectoryKeys.builder()
                .active(service.hasActive(), service.getActive())
                .identifiers(service.getIdentifier())
                .text("name", service.getName())
                .codes("service-type", service.getType())
                .codes("specialty", service.getSpecialty())
                .organization(service.getProvidedBy())
                .build();
    }

    private static DirectoryKeys endpointKeys(Resource resource) {
        var endpoint = (Endpoint) resource;
        require(endpoint.hasStatus(), "An Endpoint needs a status.", "Endpoint.status");
        require(endpoint.hasAddress(), "An Endpoint needs an address.", "Endpoint.address");
        var type = endpoint.getConnectionType();
        require(type.hasCode(), "An Endpoint needs a connectionType with a code.", "Endpoint.connectionType");
        return DirectoryKeys.builder()
                .status(endpoint.getStatus().toCode())
                .identifiers(endpoint.getIdentifier())
                .text("name", endpoint.getName())
                .code("connection-type", type.getSystem(), type.getCode())
                .organization(endpoint.getManagingOrganization())
                .build();
    }

    private static void require(boolean holds, String otherwise, String place) {
        if (!holds) {
            throw ProblemException.of(ProblemCode.MISSING_VALUE, otherwise, place);
        }
    }
}
