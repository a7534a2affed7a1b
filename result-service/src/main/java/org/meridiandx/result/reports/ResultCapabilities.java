package org.meridiandx.result.reports;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import org.meridiandx.fhir.ResourceCapability;

/// What this service declares in the region's capability statement. `ResultCapabilityIT` calls all of it.
@ApplicationScoped
class ResultCapabilities {
    private static final String PROFILES = "https://fhir.hl7.org.uk/StructureDefinition/";

    @Produces
    ResourceCapability reports() {
        return new ResourceCapability(
                ResultSearches.DIAGNOSTIC_REPORT,
                PROFILES + "UKCore-DiagnosticReport",
                List.of("create", "read", "vread", "history-instance", "search-type"),
                List.of(
                        "acknowledge",
                        "acknowledgements",
                        "follow-up",
                        "follow-ups",
                        "act",
                        "assign",
                        "hand-over",
                        "accept",
                        "telephone",
                        "documents",
                        "tell-patient",
                        "patient-notes"));
    }

    @Produces
    ResourceCapability observations() {
        return new ResourceCapability(
                ResultSearches.OBSERVATION,
                PROFILES + "UKCore-Observation",
                List.of("create", "read", "vread", "history-instance", "search-type"),
                List.of("lastn", "stats"));
    }

    @Produces
    ResourceCapability specimens() {
        return new ResourceCapability(
                ResultSearches.SPECIMEN,
                PROFILES + "UKCore-Specimen",
                List.of("create", "read", "vread", "history-instance", "search-type"),
                List.of());
    }
}
