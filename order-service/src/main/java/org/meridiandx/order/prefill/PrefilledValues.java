package org.meridiandx.order.prefill;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.order.guidance.record.RecordParts;
import org.meridiandx.order.guidance.rules.record.Checked;
import org.meridiandx.order.guidance.rules.record.FoundFacts;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.order.guidance.rules.record.ResultSources;

/// What is known of a patient, each value with where it comes from and how old it is: `known`,
/// `unknown` (the region was asked and has none) or `unchecked` (the region could not be asked).
final class PrefilledValues {
    static final String KNOWN = "known";
    static final String UNKNOWN = "unknown";
    static final String UNCHECKED = "unchecked";

    /// By the name that the answer uses, the one of the content.
    private static final Map<String, String> RESULTS = names();

    /// What requesters look for and no service of the region keeps yet.
    private static final Map<String, String> NOT_KEPT = Map.of(
            "allergies", "AllergyIntolerance",
            "implants", "Device and DeviceUseStatement",
            "medication", "MedicationStatement");

    private final ResultSources sources;
    private final Instant now;

    PrefilledValues(ResultSources sources, Instant now) {
        this.sources = sources;
        this.now = now;
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("egfr", "egfr");
        names.put("creatinine", "creatinine");
        names.put("haemoglobin", "low_haemoglobin");
        names.put("inr", "inr");
        names.put("weight", "weight_kg");
        names.put("pregnancy-status", "pregnancy_status");
        return names;
    }

    /// The results that the draft refers to.
    List<PriorResult> used(PatientRecord record) {
        return RESULTS.values().stream()
                .flatMap(name -> latest(record, name).stream())
                .toList();
    }

    void addTo(Parameters answer, PatientRecord record) {
        RESULTS.forEach((name, source) -> {
            var part = value(answer, name);
            result(part, record.results(), latest(record, source));
            latest(record, source)
                    .filter(result -> isOutOfDate(source, result))
                    .ifPresent(result -> add(part, "outOfDate", new BooleanType(true)));
        });
        NOT_KEPT.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
            var part = value(answer, each.getKey());
            add(part, "state", new CodeType(UNKNOWN));
            add(part, "reason", new StringType("The region keeps no " + each.getValue() + " yet: ask the patient."));
        });
        switch (record.studies()) {
            case Checked.Answered<PriorStudy>(var all) -> all.forEach(study -> prior(answer, study));
            case Checked.NotChecked<PriorStudy>(var reason) ->
                RecordParts.addUnchecked(answer, new FoundFacts.Unchecked("imaging", reason));
        }
        switch (record.results()) {
            case Checked.Answered<PriorResult>(var all) -> ahead(answer, all);
            case Checked.NotChecked<PriorResult>(var reason) ->
                RecordParts.addUnchecked(answer, new FoundFacts.Unchecked("results", reason));
        }
    }

    private void ahead(Parameters answer, List<PriorResult> all) {
        RESULTS.forEach((name, source) -> PriorResult.ahead(all, sources.codesOf(source), now)
                .ifPresent(result -> RecordParts.addUnchecked(answer, FoundFacts.Unchecked.ahead(name, result))));
    }

    /// Shown all the same, for people to judge; rules do not go by it.
    private boolean isOutOfDate(String source, PriorResult result) {
        var validFor = sources.validFor(source, result);
        return validFor.isPresent()
                && result.at()
                        .filter(at -> Duration.between(at, now).compareTo(validFor.get()) > 0)
                        .isPresent();
    }

    private Optional<PriorResult> latest(PatientRecord record, String name) {
        return PriorResult.latest(record.results().all(), sources.codesOf(name), now);
    }

    private void result(ParametersParameterComponent part, Checked<PriorResult> results, Optional<PriorResult> latest) {
        if (latest.isEmpty()) {
            add(part, "state", new CodeType(results instanceof Checked.NotChecked ? UNCHECKED : UNKNOWN));
            return;
        }
        var result = latest.get();
        add(part, "state", new CodeType(KNOWN));
        valueOf(result.measured()).ifPresent(value -> add(part, "value", value));
        if (!result.measured().interpretation().isEmpty()) {
            add(part, "interpretation", new CodeType(result.measured().interpretation()));
        }
        add(part, "source", new StringType("Observation"));
        add(part, "reference", new Reference("Observation/" + result.id()));
        dated(part, result.at());
        organisation(part, result.organisation());
    }

    private static Optional<Type> valueOf(PriorResult.Measured measured) {
        if (!measured.coded().isEmpty()) {
            var concept = new CodeableConcept();
            measured.coded().forEach(code -> concept.addCoding(coding(code)));
            return Optional.of(concept);
        }
        return measured.number().map(number -> {
            var quantity = new Quantity().setValue(number).setUnit(measured.unit());
            return measured.comparator().isEmpty()
                    ? quantity
                    : quantity.setComparator(QuantityComparator.fromCode(measured.comparator()));
        });
    }

    private static Coding coding(String code) {
        var bar = code.lastIndexOf('|');
        return new Coding(code.substring(0, bar), code.substring(bar + 1), null);
    }

    private void prior(Parameters answer, PriorStudy study) {
        var part = answer.addParameter().setName("prior");
        add(part, "reference", new Reference("ImagingStudy/" + study.id()));
        study.modalities().forEach(modality -> add(part, "modality", new CodeType(modality)));
        text(part, "bodyPart", study.bodyPart());
        text(part, "description", study.description());
        dated(part, study.startedAt());
        organisation(part, study.custodian());
    }

    private void dated(ParametersParameterComponent part, Optional<Instant> at) {
        dated(part, at, now);
    }

    static void dated(ParametersParameterComponent part, Optional<Instant> at, Instant now) {
        at.ifPresent(when -> {
            add(part, "date", new DateTimeType(Date.from(when)));
            add(part, "age", RecordParts.days(Duration.between(when, now)));
        });
    }

    static void organisation(ParametersParameterComponent part, String ods) {
        text(part, "organisation", ods);
    }

    private static void text(ParametersParameterComponent part, String name, String text) {
        if (!text.isEmpty()) {
            add(part, name, new StringType(text));
        }
    }

    static ParametersParameterComponent value(Parameters answer, String name) {
        var part = answer.addParameter().setName("value");
        add(part, "name", new CodeType(name));
        return part;
    }

    static void add(ParametersParameterComponent to, String name, Type value) {
        to.addPart().setName(name).setValue(value);
    }
}
