package org.meridiandx.identity.ods;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Location.LocationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.identity.ods.rules.OdsField;
import org.meridiandx.identity.ods.rules.OdsKind;
import org.meridiandx.identity.ods.rules.OdsRecord;

/// ODS record → FHIR, element by element; docs/mapping/ods.md has the table.
///
/// **Source:** UKCore-Organization 2.5.1, -Location 2.3.0; NHS England ODS FHIR R4 (role and
/// period).
final class OdsMapper {
    static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";
    static final String KINDS = "urn:meridian:organisation-kind";
    static final String SUCCESSOR = "urn:meridian:extension:successor";
    private static final String ODS_ROLES =
            "https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole";
    private static final String TYPED_PERIOD =
            "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-TypedPeriod";
    private static final String PERIOD_TYPES = "https://fhir.nhs.uk/England/CodeSystem/England-PeriodType";
    private static final String AREAS = "http://statistics.data.gov.uk/id/statistical-geography";

    private OdsMapper() {}

    /// @return the entries of one record; none while nobody has said what it is
    static List<Resource> toFhir(OdsRecord record, LocalDate today) {
        if (record.kind().isEmpty()) {
            return List.of();
        }
        return switch (record.kind().get()) {
            case TRUST_SITE -> List.of(location(record, today));
            case COMMUNITY_DIAGNOSTIC_CENTRE ->
                List.of(location(record, today), OdsServiceMapper.service(record, today));
            case GENERAL_PRACTITIONER ->
                List.of(OdsStaffMapper.practitioner(record, today), OdsStaffMapper.role(record, today));
            case GP_PRACTICE,
                    NHS_TRUST,
                    INTEGRATED_CARE_BOARD,
                    SUB_ICB_LOCATION,
                    NHS_ENGLAND_REGION,
                    LOCAL_HEALTH_BOARD -> List.of(organization(record, today));
        };
    }

    private static Organization organization(OdsRecord record, LocalDate today) {
        var organization = start(new Organization(), record, "Organization");
        // Organization.identifier <- Organisation Code
        organization.addIdentifier(identifier(IdentifierSystems.ODS_ORGANISATION, record.code()));
        // Organization.identifier <- the ONS code of its area
        record.value(OdsField.AREA).ifPresent(area -> organization.addIdentifier(identifier(AREAS, area)));
        // Organization.active <- Status Code, Close Date
        organization.setActive(record.isActive(today));
        // Organization.type <- the file, and for trusts the length of the code
        organization.addType(type(record));
        // Organization.name <- Name
        record.value(OdsField.NAME).ifPresent(organization::setName);
        // Organization.telecom <- Contact Telephone Number
        telephone(record).ifPresent(organization::addTelecom);
        // Organization.address <- Address Line 1-5, Postcode
        address(record).ifPresent(organization::addAddress);
        // Organization.partOf <- Commissioner, ODS ICB Code, NHS England Region Code
        record.value(OdsField.PARENT).map(OdsMapper::organizationReference).ifPresent(organization::setPartOf);
        // extension England-TypedPeriod <- Open Date, Close Date
        period(record, OdsField.OPENED, OdsField.CLOSED)
                .map(OdsMapper::typedPeriod)
                .ifPresent(organization::addExtension);
        successors(organization, record);
        return organization;
    }

    private static Location location(OdsRecord record, LocalDate today) {
        var location = start(new Location(), record, "Location");
        // Location.identifier <- Organisation Code; centres have none
        if (record.kind().filter(OdsKind.TRUST_SITE::equals).isPresent()) {
            location.addIdentifier(identifier(IdentifierSystems.ODS_SITE, record.code()));
        }
        // Location.status <- Close Date
        location.setStatus(record.isActive(today) ? LocationStatus.ACTIVE : LocationStatus.INACTIVE);
        // Location.type <- the file
        location.addType(type(record));
        // Location.name <- Name
        record.value(OdsField.NAME).ifPresent(location::setName);
        // Location.telecom <- Contact Telephone Number
        telephone(record).ifPresent(location::addTelecom);
        // Location.address <- Address Line 1-5, Postcode
        address(record).ifPresent(location::setAddress);
        // Location.position <- Latitude, Longitude
        position(record).ifPresent(location::setPosition);
        // Location.managingOrganization <- the first three characters of the code; ParentODSCode
        record.value(OdsField.PARENT)
                .map(OdsMapper::organizationReference)
                .or(() -> record.value(OdsField.AREA).map(OdsMapper::areaReference))
                .ifPresent(location::setManagingOrganization);
        // extension England-TypedPeriod <- Open Date, Close Date
        period(record, OdsField.OPENED, OdsField.CLOSED)
                .map(OdsMapper::typedPeriod)
                .ifPresent(location::addExtension);
        successors(location, record);
        return location;
    }

    static String idOf(String code) {
        return code.toLowerCase(Locale.ROOT);
    }

    static <T extends Resource> T start(T resource, OdsRecord record, String profile) {
        resource.setId(idOf(record.code()));
        resource.getMeta().addProfile(UK_CORE + profile);
        return resource;
    }

    static Identifier identifier(String system, String value) {
        return new Identifier().setSystem(system).setValue(value);
    }

    static CodeableConcept type(OdsRecord record) {
        var kind = record.kind().orElseThrow();
        var type = new CodeableConcept().setText(kind.title());
        type.addCoding(new Coding(KINDS, kind.code(), kind.title()));
        if (!kind.role().isEmpty()) {
            type.addCoding(new Coding(ODS_ROLES, kind.role(), kind.roleName()));
        }
        return type;
    }

    static Optional<ContactPoint> telephone(OdsRecord record) {
        return record.value(OdsField.TELEPHONE)
                .map(number -> new ContactPoint()
                        .setSystem(ContactPoint.ContactPointSystem.PHONE)
                        .setValue(number));
    }

    /// The id follows from the code, whether or not that organisation was loaded already.
    static Reference organizationReference(String code) {
        return new Reference("Organization/" + idOf(code))
                .setIdentifier(identifier(IdentifierSystems.ODS_ORGANISATION, code));
    }

    /// Known by the code of its area only.
    static Reference areaReference(String area) {
        return new Reference().setType("Organization").setIdentifier(identifier(AREAS, area));
    }

    static Optional<Period> period(OdsRecord record, OdsField from, OdsField until) {
        var period = new Period();
        record.value(from).ifPresent(day -> period.setStartElement(new DateTimeType(day)));
        record.value(until).ifPresent(day -> period.setEndElement(new DateTimeType(day)));
        return period.isEmpty() ? Optional.empty() : Optional.of(period);
    }

    private static Optional<Address> address(OdsRecord record) {
        var address = new Address();
        record.value(OdsField.ADDRESS).ifPresent(lines -> lines.lines().forEach(address::addLine));
        record.value(OdsField.CITY).ifPresent(address::setCity);
        record.value(OdsField.DISTRICT).ifPresent(address::setDistrict);
        record.value(OdsField.POSTCODE).ifPresent(address::setPostalCode);
        record.value(OdsField.COUNTRY).ifPresent(address::setCountry);
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    private static Optional<Location.LocationPositionComponent> position(OdsRecord record) {
        return record.value(OdsField.LATITUDE)
                .flatMap(latitude -> record.value(OdsField.LONGITUDE)
                        .map(longitude -> new Location.LocationPositionComponent()
                                .setLatitude(new BigDecimal(latitude))
                                .setLongitude(new BigDecimal(longitude))));
    }

    private static Extension typedPeriod(Period period) {
        var extension = new Extension(TYPED_PERIOD);
        extension.addExtension("dateType", new Coding(PERIOD_TYPES, "Operational", "Operational"));
        extension.addExtension("period", period);
        return extension;
    }

    // extension successor <- succ: Successor Organisation Code, Succession Effective Date
    private static void successors(DomainResource resource, OdsRecord record) {
        for (var next : record.successors()) {
            var extension = new Extension(SUCCESSOR);
            var target = resource instanceof Location
                    ? new Reference("Location/" + idOf(next.code()))
                            .setIdentifier(identifier(IdentifierSystems.ODS_SITE, next.code()))
                    : organizationReference(next.code());
            extension.addExtension("successor", target);
            if (!next.day().isEmpty()) {
                extension.addExtension("date", new DateType(next.day()));
            }
            resource.addExtension(extension);
        }
    }
}
