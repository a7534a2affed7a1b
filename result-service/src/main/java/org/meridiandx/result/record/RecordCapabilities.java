package org.meridiandx.result.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.result.record.types.RecordType;

/// What is declared of the shared record in the region's capability statement: of all types the same.
@ApplicationScoped
class RecordCapabilities {
    private static final String PROFILES = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";

    @Produces
    ResourceCapability allergies() {
        return of(RecordType.ALLERGY_INTOLERANCE);
    }

    @Produces
    ResourceCapability conditions() {
        return of(RecordType.CONDITION);
    }

    @Produces
    ResourceCapability medicationRequests() {
        return of(RecordType.MEDICATION_REQUEST);
    }

    @Produces
    ResourceCapability medicationStatements() {
        return of(RecordType.MEDICATION_STATEMENT);
    }

    @Produces
    ResourceCapability immunizations() {
        return of(RecordType.IMMUNIZATION);
    }

    @Produces
    ResourceCapability procedures() {
        return of(RecordType.PROCEDURE);
    }

    @Produces
    ResourceCapability encounters() {
        return of(RecordType.ENCOUNTER);
    }

    @Produces
    ResourceCapability carePlans() {
        return of(RecordType.CARE_PLAN);
    }

    private static ResourceCapability of(RecordType type) {
        return new ResourceCapability(
                type.definition(),
                PROFILES + type.fhirName(),
                List.of("create", "read", "vread", "update", "history-instance", "search-type"),
                List.of(),
                List.of("conditionalCreate"));
    }
}
