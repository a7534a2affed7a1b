package org.meridiandx.imaging.catalogue;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;

/// By what ImagingStudy is searched, declared once, and what this service does with it.
class ImagingStudySearch {
    static final SearchDefinition IMAGING_STUDY = SearchDefinition.of("ImagingStudy", "shown_study")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", "nhs_number")
            .sideTable("identifier", "study_identifier")
            .sideTable("modality", "study_modality")
            .reference("basedon", "order_id", "ServiceRequest")
            .dateTime("started", "started_at")
            .token("status", "status")
            .followingMerges()
            .build();

    ImagingStudySearch() {}

    @Produces
    @Singleton
    static ResourceCapability imagingStudies() {
        return new ResourceCapability(
                IMAGING_STUDY,
                "https://fhir.hl7.org.uk/StructureDefinition/UKCore-ImagingStudy",
                List.of("read", "search-type"),
                List.of());
    }
}
