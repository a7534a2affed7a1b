package org.meridiandx.result.reports;

import java.util.Map;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.result.units.Units;

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
            .sortedOptionalDateTime("date", "effective_at")
            .sortedOptionalDateTime("issued", "issued_at")
            .reference("performer", "performer", "Organization")
            .includingNamed("DiagnosticReport:result", () -> held("Observation"), "result")
            .includingNamed("DiagnosticReport:specimen", () -> held("Specimen"), "specimen")
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
            .sortedOptionalDateTime("date", "effective_at")
            .reference("performer", "performer", "Organization")
            .reference("specimen", "specimen_id", "Specimen")
            .quantity("value-quantity", "value_number", "value_unit", Units::sameAs)
            .codeQuantity(
                    "combo-code-value-quantity", "value-quantity", "observation_code s", "observation_component s")
            .includingNamed("Observation:specimen", () -> held("Specimen"), "specimen")
            .includingNamed("Observation:has-member", () -> held("Observation"), "hasMember")
            .includedWith(
                    "DiagnosticReport:result",
                    () -> held("DiagnosticReport"),
                    "id in (select report_id from observation where id = any($1))")
            .having(
                    "_has:DiagnosticReport:result",
                    () -> held("DiagnosticReport"),
                    Map.entry("id", "report_id"),
                    "code",
                    "category",
                    "status",
                    "identifier",
                    "issued")
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
            .includedWith("Observation:specimen", () -> held("Observation"), "specimen_id = any($1)")
            .includedWith(
                    "DiagnosticReport:specimen",
                    () -> held("DiagnosticReport"),
                    "id in (select report_id from specimen where id = any($1))")
            .having(
                    "_has:Observation:specimen",
                    () -> held("Observation"),
                    Map.entry("specimen_id", "id"),
                    "code",
                    "category",
                    "status",
                    "date",
                    "value-quantity",
                    "combo-code-value-quantity")
            .followingMerges()
            .build();

    private ResultSearches() {}

    /// The types name each other.
    private static SearchDefinition held(String type) {
        return switch (type) {
            case "DiagnosticReport" -> DIAGNOSTIC_REPORT;
            case "Observation" -> OBSERVATION;
            default -> SPECIMEN;
        };
    }
}
