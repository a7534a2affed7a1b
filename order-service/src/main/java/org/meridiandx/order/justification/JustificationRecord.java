package org.meridiandx.order.justification;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.record.Seal;
import org.meridiandx.order.records.RequestFacts;

/// What a version of a request was justified by, as it is kept.
///
/// @param event `placed` or `amended`
/// @param missing codes of what was missing, separated by commas
/// @param consultation the rating that the order was shown by CDS Hooks
/// @param content `Parameters` as JSON, for those who may see all of it
/// @param seals whom the records may be shown to that facts rest on, as JSON by reference
record JustificationRecord(About about, String missing, Optional<UUID> consultation, String content, String seals) {

    /// @param organisation ODS code of who asks
    /// @param ionising `yes` or `unknown`
    record About(String requestId, int requestVersion, String event, String organisation, String ionising) {}

    /// @param assessment as `$assess` tells it
    static JustificationRecord of(ServiceRequest request, Considered considered, String event, Parameters assessment) {
        var ionising = considered.completeness().ionising() == Truth.TRUE ? "yes" : "unknown";
        var about = new About(
                request.getIdElement().getIdPart(),
                Integer.parseInt(request.getMeta().getVersionId()),
                event,
                RequestFacts.of(request).requester(),
                ionising);
        var missing = String.join(
                ",",
                considered.missing().stream().map(each -> each.item().code()).toList());
        var content = content(request, considered, ionising);
        content.addParameter().setName("assessment").setResource(assessment);
        return new JustificationRecord(
                about,
                missing,
                RequestMarks.consultation(request),
                new String(FhirJson.encode(content), StandardCharsets.UTF_8),
                seals(considered.seals()));
    }

    private static Parameters content(ServiceRequest request, Considered considered, String ionising) {
        var content = new Parameters();
        var caller = considered.caller();
        content.addParameter("author", new StringType(caller.actor()));
        content.addParameter("organisation", new CodeType(caller.organisation()));
        considered.said().referrer().ifPresent(who -> person(content, "referrer", who));
        RequestMarks.practitioner(request).ifPresent(who -> person(content, "practitioner", who));
        content.addParameter("ionising", new CodeType(ionising));
        considered.said().recognised().examination().ifPresent(name -> text(content, "examination", name));
        considered.missing().forEach(each -> {
            var part = content.addParameter().setName("missing");
            part.addPart().setName("item").setValue(new CodeType(each.item().code()));
            each.facts().forEach(fact -> part.addPart().setName("fact").setValue(new CodeType(fact.name())));
        });
        stated(content, considered);
        considered.said().recognised().notUnderstood().forEach(words -> text(content, "notUnderstood", words));
        considered.unchecked().forEach(reason -> text(content, "unchecked", reason));
        return content;
    }

    private static void person(Parameters content, String name, Referrer who) {
        var part = content.addParameter().setName(name);
        add(part, "name", who.name());
        add(part, "registration", who.registration());
    }

    private static void add(ParametersParameterComponent part, String name, String text) {
        if (!text.isBlank()) {
            part.addPart().setName(name).setValue(new StringType(text));
        }
    }

    private static void text(Parameters content, String name, String text) {
        content.addParameter(name, new StringType(text));
    }

    /// What the request itself says.
    private static void stated(Parameters content, Considered considered) {
        var facts = considered.said().facts();
        for (var fact : facts.supplied()) {
            var part = content.addParameter().setName("stated");
            part.addPart().setName("fact").setValue(new CodeType(fact.name()));
            valueOf(facts.value(fact))
                    .ifPresent(value -> part.addPart().setName("value").setValue(value));
        }
    }

    private static Optional<Type> valueOf(@org.jspecify.annotations.Nullable FactValue value) {
        return switch (value) {
            case null -> Optional.empty();
            case FactValue.Flag(var flag) -> Optional.of(new BooleanType(flag));
            case FactValue.Amount(var amount) -> Optional.of(new DecimalType(amount));
            case FactValue.Choice(var code) -> Optional.of(new CodeType(code));
            case FactValue.Text(var text) -> Optional.of(new StringType(text));
        };
    }

    private static String seals(Map<String, Seal> seals) {
        var json = JsonNodeFactory.instance.objectNode();
        seals.forEach((reference, seal) -> {
            var one = json.putObject(reference);
            seal.organisations().stream().sorted().forEach(one.putArray("organisations")::add);
            seal.labels().stream().sorted().forEach(one.putArray("labels")::add);
        });
        return json.toString();
    }

    @Override
    public String toString() {
        return "JustificationRecord[" + about + "]";
    }
}
