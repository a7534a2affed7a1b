package org.meridiandx.identity.ods;

import java.time.LocalDate;
import java.util.Locale;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HealthcareService;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.identity.ods.rules.OdsField;
import org.meridiandx.identity.ods.rules.OdsRecord;

/// What a diagnostic centre offers → FHIR HealthcareService. **Source:** UKCore-HealthcareService
/// 1.3.0.
final class OdsServiceMapper {
    /// The words of the file: `imaging`, `endoscopy`, `pathology`, `physiological-sciences`, ...
    static final String SERVICES = "urn:meridian:diagnostic-service";

    private OdsServiceMapper() {}

    static HealthcareService service(OdsRecord record, LocalDate today) {
        var service = OdsMapper.start(new HealthcareService(), record, "HealthcareService");
        // HealthcareService.active <- that the centre is in the file
        service.setActive(record.isActive(today));
        // HealthcareService.name <- name
        record.value(OdsField.NAME).ifPresent(service::setName);
        // HealthcareService.type <- services
        record.value(OdsField.SERVICES).ifPresent(names -> {
            for (var name : names.split(",")) {
                if (!name.isBlank()) {
                    service.addType(type(name.strip()));
                }
            }
        });
        // HealthcareService.location <- the centre
        service.addLocation(new Reference("Location/" + OdsMapper.idOf(record.code())));
        // HealthcareService.providedBy <- icbCode
        record.value(OdsField.AREA).map(OdsMapper::areaReference).ifPresent(service::setProvidedBy);
        // HealthcareService.availabilityExceptions <- isOpen12_7
        record.value(OdsField.OPENING).ifPresent(hours -> service.setAvailabilityExceptions("Open " + hours));
        return service;
    }

    private static CodeableConcept type(String name) {
        var code = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return new CodeableConcept().setText(name).addCoding(new Coding(SERVICES, code, name));
    }
}
