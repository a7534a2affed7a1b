package org.meridiandx.order.cdshooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.GuidanceService;
import org.meridiandx.order.guidance.rules.Assessment;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.ScanChoice;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// The scan-choice tool with what the record says. The record is read by the tool's own door
/// (`$assess`), so that one place decides who may, and audits it.
@ApplicationScoped
class RecordAdvice {
    private final GuidanceService guidance;
    private final ScanChoice tool;

    RecordAdvice(GuidanceService guidance) {
        this.guidance = guidance;
        this.tool = new ScanChoice(ContentFiles.shipped());
    }

    /// @param fromRecord what the record filled in, each with where it comes from
    /// @param unchecked what of the record could not be looked at
    record Advised(Assessment assessment, List<String> fromRecord, List<String> unchecked) {
        Advised {
            fromRecord = List.copyOf(fromRecord);
            unchecked = List.copyOf(unchecked);
        }
    }

    /// What is decided by.
    GuidanceContent content() {
        return tool.content();
    }

    /// On what is given alone.
    Advised assess(Facts given) {
        return new Advised(tool.assess(given), List.of(), List.of());
    }

    /// @param patientId Patient.id whose record fills what is not given
    /// @return fails with [org.meridiandx.problem.ProblemException] 403, 422 or 503
    Uni<Advised> assess(Caller caller, String patientId, Facts given) {
        return guidance.assess(caller, FhirJson.encode(question(patientId, given)))
                .map(answer -> advised(given, answer));
    }

    private Parameters question(String patientId, Facts given) {
        var question = new Parameters();
        question.addParameter().setName("patient").setValue(new Reference("Patient/" + patientId));
        for (var fact : given.supplied()) {
            Optional.ofNullable(given.value(fact))
                    .ifPresent(value ->
                            question.addParameter().setName(fact.name()).setValue(typeOf(value)));
        }
        return question;
    }

    private static Type typeOf(FactValue value) {
        return switch (value) {
            case FactValue.Flag(var flag) -> new BooleanType(flag);
            case FactValue.Amount(var amount) -> new DecimalType(amount);
            case FactValue.Choice(var code) -> new CodeType(code);
            case FactValue.Text(var text) -> new StringType(text);
        };
    }

    private Advised advised(Facts given, Parameters answer) {
        var found = Facts.none(tool.content().vocabulary());
        var fromRecord = new ArrayList<String>();
        var unchecked = new ArrayList<String>();
        for (var each : answer.getParameter()) {
            switch (each.getName()) {
                case "used" -> {
                    var fact = tool.content().vocabulary().require(part(each, "fact"));
                    found = found.with(fact, valueOf(fact, part(each, "value")));
                    fromRecord.add(words(fact, each));
                }
                case "unchecked" -> unchecked.add(reason(each));
                default -> {}
            }
        }
        return new Advised(tool.assess(found.overriddenBy(given)), fromRecord, unchecked);
    }

    private static FactValue valueOf(Fact fact, String value) {
        return switch (fact.kind()) {
            case FLAG -> new FactValue.Flag(value.equals("true"));
            case NUMBER -> new FactValue.Amount(new java.math.BigDecimal(value));
            case CHOICE -> new FactValue.Choice(value);
            case TEXT -> new FactValue.Text(value);
        };
    }

    private static String words(Fact fact, ParametersParameterComponent used) {
        var organisation = part(used, "organisation");
        var date = part(used, "date");
        var note = part(used, "note");
        return fact.meaning() + " (" + part(used, "source") + (organisation.isEmpty() ? "" : " of " + organisation)
                + (date.isEmpty() ? "" : ", " + date.substring(0, Math.min(date.length(), "yyyy-mm-dd".length()))) + ")"
                + (note.isEmpty() ? "" : ": " + note);
    }

    private static String reason(ParametersParameterComponent missed) {
        var reason = part(missed, "reason");
        return reason.isEmpty() ? "Not all of the record could be looked at." : reason;
    }

    /// @return empty where there is no such part, or it has no plain value
    private static String part(ParametersParameterComponent parameter, String name) {
        return parameter.getPart().stream()
                .filter(part -> part.getName().equals(name))
                .filter(part -> part.getValue() != null && part.getValue().isPrimitive())
                .map(part -> part.getValue().primitiveValue())
                .findFirst()
                .orElse("");
    }
}
