package org.meridiandx.result.record.types;

import static org.meridiandx.result.record.types.RecordShape.happened;
import static org.meridiandx.result.record.types.RecordShape.recorded;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.record.types.RecordShape.Dated;
import org.meridiandx.result.record.types.RecordShape.Named;
import org.meridiandx.result.resources.KeptType;
import org.meridiandx.result.resources.ResourceTree;

/// The types of the shared record.
public enum RecordType implements KeptType {
    ALLERGY_INTOLERANCE(
            AllergyIntolerance.class,
            new RecordShape(
                    "record_allergy_intolerance",
                    "patient",
                    new Named("code", "code"),
                    new Named("clinicalStatus", "clinical-status"),
                    List.of(
                            happened("onset", "/onsetDateTime", "/onsetPeriod/start"),
                            recorded("date", "/recordedDate")))),
    CONDITION(
            Condition.class,
            new RecordShape(
                    "record_condition",
                    "subject",
                    new Named("code", "code"),
                    new Named("clinicalStatus", "clinical-status"),
                    List.of(
                            happened("onset-date", "/onsetDateTime", "/onsetPeriod/start"),
                            recorded("recorded-date", "/recordedDate")))),
    MEDICATION_REQUEST(
            MedicationRequest.class,
            new RecordShape(
                    "record_medication_request",
                    "subject",
                    new Named("medicationCodeableConcept", "code"),
                    new Named("status", "status"),
                    List.of(recorded("authoredon", "/authoredOn")))),
    MEDICATION_STATEMENT(
            MedicationStatement.class,
            new RecordShape(
                    "record_medication_statement",
                    "subject",
                    new Named("medicationCodeableConcept", "code"),
                    new Named("status", "status"),
                    List.of(
                            happened("effective", "/effectiveDateTime", "/effectivePeriod/start"),
                            recorded("", "/dateAsserted")))),
    IMMUNIZATION(
            Immunization.class,
            new RecordShape(
                    "record_immunization",
                    "patient",
                    new Named("vaccineCode", "vaccine-code"),
                    new Named("status", "status"),
                    List.of(happened("date", "/occurrenceDateTime"), recorded("", "/recorded")))),
    PROCEDURE(
            Procedure.class,
            new RecordShape(
                    "record_procedure",
                    "subject",
                    new Named("code", "code"),
                    new Named("status", "status"),
                    List.of(happened("date", "/performedDateTime", "/performedPeriod/start")))),
    ENCOUNTER(
            Encounter.class,
            new RecordShape(
                    "record_encounter",
                    "subject",
                    new Named("type", "type"),
                    new Named("status", "status"),
                    List.of(happened("date", "/period/start")))),
    CARE_PLAN(
            CarePlan.class,
            new RecordShape(
                    "record_care_plan",
                    "subject",
                    new Named("category", "category"),
                    new Named("status", "status"),
                    List.of(happened("date", "/period/start"), recorded("", "/created"))));

    private static final Map<String, RecordType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::fhirName, type -> type));

    private final Class<? extends Resource> model;
    private final RecordShape shape;
    private final SearchDefinition definition;

    RecordType(Class<? extends Resource> model, RecordShape shape) {
        this.model = model;
        this.shape = shape;
        this.definition = definitionOf(model.getSimpleName(), shape);
    }

    /// @param name as in `resourceType`
    /// @return empty where it is no type of the record
    public static Optional<RecordType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public RecordShape shape() {
        return shape;
    }

    @Override
    public SearchDefinition definition() {
        return definition;
    }

    @Override
    public String dateParameter() {
        return shape.dates().stream()
                .filter(Dated::isSearched)
                .map(Dated::parameter)
                .findFirst()
                .orElse("_lastUpdated");
    }

    @Override
    public List<Problem> faults(byte[] body) {
        try {
            FhirJson.parse(body, model);
            return RecordFaults.of(this, ResourceTree.parse(body));
        } catch (ProblemException refused) {
            return refused.problems();
        }
    }

    private static SearchDefinition definitionOf(String type, RecordShape shape) {
        var search = SearchDefinition.of(type, shape.table())
                .reference("patient", "patient_id", "Patient")
                .token("patient:identifier", "'" + IdentifierSystems.NHS_NUMBER + "'", "patient_nhs_number")
                .sideTable("identifier", "record_identifier")
                .sideTable(shape.code().parameter(), "record_code")
                .token(shape.status().parameter(), "status");
        if (shape.patientElement().equals("subject")) {
            search.reference("subject", "patient_id", "Patient");
        }
        if (shape.status().parameter().equals("clinical-status")) {
            search.token("verification-status", "verification");
        }
        shape.dates().stream()
                .filter(Dated::isSearched)
                .forEach(dated -> search.sortedOptionalDateTime(dated.parameter(), dated.column()));
        return search.followingMerges().build();
    }
}
