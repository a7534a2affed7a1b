package org.meridiandx.order.justification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.UuidType;
import org.meridiandx.fhir.FhirJson;

/// Writes the answer of `$justification`, without what rests on records that are closed to the
/// reader.
///
/// **Hazard:** a sealed result that comes out by what was made of it.
final class JustificationAnswer {
    private static final String USED = "used";
    private static final String RATING = "rating";
    private static final Set<String> RESTING_ON_FACTS = Set.of("option", "safety");
    /// Why it was rated so, and what else would have been asked, follows from all facts at once.
    private static final Set<String> FOLLOWING = Set.of("ratingBasis", "ask");

    private JustificationAnswer() {}

    /// The records that facts of an assessment rest on.
    static Set<String> references(JustificationRepository.Version version) {
        var references = new HashSet<String>();
        for (var each : read(version).getParameter()) {
            if (each.getResource() instanceof Parameters assessment) {
                assessment.getParameter().forEach(part -> references.addAll(referencesOf(part)));
            }
        }
        return references;
    }

    private static List<String> referencesOf(ParametersParameterComponent used) {
        return used.getPart().stream()
                .map(ParametersParameterComponent::getValue)
                .filter(Reference.class::isInstance)
                .map(reference -> ((Reference) reference).getReference())
                .toList();
    }

    /// @param closed references to records that the reader may not see
    static Parameters of(
            List<JustificationRepository.Version> versions,
            List<JustificationRepository.Advice> advice,
            Set<String> closed) {
        var answer = new Parameters();
        versions.forEach(version -> record(answer, version, closed));
        advice.stream()
                .filter(each -> closed.isEmpty() || each.kind().equals(RATING))
                .forEach(each -> shown(answer, each));
        return answer;
    }

    /// That there are such records, and since when: of a request that is shown masked no more.
    static Parameters masked(List<JustificationRepository.Version> versions) {
        var answer = new Parameters();
        answer.getMeta()
                .addTag()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
                .setCode("SUBSETTED");
        versions.forEach(version -> outline(answer, version));
        return answer;
    }

    private static ParametersParameterComponent outline(Parameters answer, JustificationRepository.Version version) {
        var part = answer.addParameter().setName("record");
        add(part, "number", new IntegerType(version.number()));
        add(part, "requestVersion", new IntegerType(version.requestVersion()));
        add(part, "event", new CodeType(version.event()));
        add(part, "recorded", instant(version.at()));
        return part;
    }

    private static void record(Parameters answer, JustificationRepository.Version version, Set<String> closed) {
        var part = outline(answer, version);
        var content = read(version);
        for (var each : content.getParameter()) {
            if (each.getResource() instanceof Parameters assessment) {
                each.setResource(open(assessment, closed));
            }
            part.addPart(each);
        }
    }

    private static Parameters read(JustificationRepository.Version version) {
        return FhirJson.read(version.content().getBytes(StandardCharsets.UTF_8), Parameters.class);
    }

    /// A fact that rests on a closed record goes, and so does what follows from it.
    private static Parameters open(Parameters assessment, Set<String> closed) {
        var hidden = hiddenFacts(assessment, closed);
        if (!hidden.isEmpty()) {
            assessment
                    .getParameter()
                    .removeIf(each -> FOLLOWING.contains(each.getName())
                            || each.getName().equals(USED) && hidden.contains(factOf(each))
                            || RESTING_ON_FACTS.contains(each.getName()));
        }
        return assessment;
    }

    private static Set<String> hiddenFacts(Parameters assessment, Set<String> closed) {
        var hidden = new HashSet<String>();
        for (var each : assessment.getParameter()) {
            if (each.getName().equals(USED) && referencesOf(each).stream().anyMatch(closed::contains)) {
                hidden.add(factOf(each));
            }
        }
        return hidden;
    }

    private static String factOf(ParametersParameterComponent used) {
        return used.getPart().stream()
                .filter(part -> part.getName().equals("fact"))
                .map(part -> part.getValue().primitiveValue())
                .findFirst()
                .orElse("");
    }

    private static void shown(Parameters answer, JustificationRepository.Advice advice) {
        var part = answer.addParameter().setName("shown");
        add(part, "card", new UuidType("urn:uuid:" + advice.card()));
        add(part, "hook", new CodeType(advice.hook()));
        add(part, "kind", new CodeType(advice.kind()));
        add(part, "rule", new StringType(advice.rule()));
        addIfThere(part, "rating", advice.rating());
        add(part, "contentVersion", new StringType(advice.contentVersion()));
        add(part, "at", instant(advice.told().shownAt()));
        addIfThere(part, "outcome", advice.told().outcome());
        addIfThere(part, "overrideReason", advice.told().overrideReason());
        advice.told().outcomeAt().ifPresent(at -> add(part, "outcomeAt", instant(at)));
    }

    private static InstantType instant(Instant at) {
        return new InstantType(Date.from(at));
    }

    private static void addIfThere(ParametersParameterComponent to, String name, String code) {
        if (!code.isEmpty()) {
            add(to, name, new CodeType(code));
        }
    }

    private static void add(ParametersParameterComponent to, String name, Type value) {
        to.addPart().setName(name).setValue(value);
    }
}
