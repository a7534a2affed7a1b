package org.meridiandx.result.reports;

import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.SearchDefinition;

/// The search parameters of the three types, declared once.
public final class ResultSearches {
    private static final String NHS_NUMBER = "'" + IdentifierSystems.NHS_NUMBER + "'";

    public static final SearchDefinition DIAGNOSTIC_REPORT = SearchDefinition.of(
                    "DiagnosticReport", "diagnostic_report")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", NHS_NUMBER, "patient_nhs_number")
            .sideTable("identifier", "diagnostic_report_identifier")
            .reference("based-on", "order_id", "ServiceRequest")
            .sideTable("category", "diagnostic_report_category")
            .sideTable("code", "diagnostic_report_code")
            .token("status", "status")
            .dateTime("date", "effective_at")
            .dateTime("issued", "issued_at")
            .reference("performer", "performer", "Organization")
            .followingMerges()
            .build();

    public static final SearchDefinition OBSERVATION = SearchDefinition.of("Observation", "observation")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", NHS_NUMBER, "patient_nhs_number")
            .sideTable("identifier", "observation_identifier")
            .reference("based-on", "order_id", "ServiceRequest")
            .token("category", "category_system", "category")
            .sideTable("code", "observation_code")
            .token("status", "status")
            .dateTime("date", "effective_at")
            .reference("performer", "performer", "Organization")
            .reference("specimen", "specimen_id", "Specimen")
            .followingMerges()
            .build();

    public static final SearchDefinition SPECIMEN = SearchDefinition.of("Specimen", "specimen")
            .reference("patient", "patient_id", "Patient")
            .reference("subject", "patient_id", "Patient")
            .token("patient:identifier", NHS_NUMBER, "patient_nhs_number")
            .sideTable("identifier", "specimen_identifier")
            .sideTable("accession", "specimen_identifier")
            .token("type", "type_system", "type")
            .token("status", "status")
            .dateTime("collected", "collected_at")
            .followingMerges()
            .build();

    private ResultSearches() {}
}
