package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.result.oru.values.CodingMapper;
import org.meridiandx.result.oru.values.QuantityMapper;
import org.meridiandx.result.resources.ResourceTree;

/// Specimen <- SPM, or OBR-15 before v2.5.
///
/// **Source:** HL7 v2.5.1 chapters 7.4.3 (SPM) and 7.4.1 (OBR-14, OBR-15).
final class SpecimenMapper {
    private final CodingMapper codings;
    private final Sender sender;

    SpecimenMapper(CodingMapper codings, Sender sender) {
        this.codings = codings;
        this.sender = sender;
    }

    ObjectNode fromSpm(Hl7Segment spm) {
        var specimen = ResourceTree.resource("Specimen");
        identifier(specimen, spm, 1, IdentifierSystems.TYPE_PLACER); // identifier <- SPM-2.1
        identifier(specimen, spm, 2, IdentifierSystems.TYPE_FILLER); // accessionIdentifier <- SPM-2.2
        specimen.put("status", status(spm)); // status <- SPM-20, SPM-21
        codings.map(spm.field(4)).ifPresent(type -> specimen.set("type", type)); // type <- SPM-4
        time(spm, 18).ifPresent(time -> specimen.put("receivedTime", time)); // receivedTime <- SPM-18
        collection(specimen, spm);
        for (var condition : spm.repetitions(24)) {
            codings.map(condition).ifPresent(concept -> array(specimen, "condition", concept)); // condition <- SPM-24
        }
        spm.text(14).ifPresent(text -> note(specimen, text)); // note <- SPM-14
        for (var modifier : spm.repetitions(5)) {
            modifier.text().ifPresent(text -> note(specimen, "Type modifier: " + text)); // note <- SPM-5
        }
        for (var reason : spm.repetitions(21)) {
            reason.component(2)
                    .or(() -> reason.component(1))
                    .ifPresent(text -> note(specimen, "Rejected: " + text)); // note <- SPM-21
        }
        return specimen;
    }

    /// @return empty where the OBR says nothing of a specimen
    Optional<ObjectNode> fromObr(Hl7Segment obr) {
        var source = obr.field(15);
        if (!source.isPresent()) {
            return Optional.empty();
        }
        var specimen = ResourceTree.resource("Specimen");
        specimen.put("status", "available");
        var type = ResourceTree.object(); // type <- OBR-15.1, a CWE in subcomponents
        var code = source.component(1, 1);
        code.ifPresent(value -> type.putArray("coding")
                .addObject()
                .put("system", sender.system("", "codes"))
                .put("code", value));
        source.component(1, 2).or(() -> code).ifPresent(text -> type.put("text", text));
        if (!type.isEmpty()) {
            specimen.set("type", type);
        }
        time(obr, 14).ifPresent(time -> specimen.put("receivedTime", time)); // receivedTime <- OBR-14
        var collection = ResourceTree.object();
        time(obr, 7).ifPresent(time -> collection.put("collectedDateTime", time)); // <- OBR-7
        source.component(4, 2)
                .or(() -> source.component(4, 1))
                .ifPresent(site -> collection.putObject("bodySite").put("text", site)); // <- OBR-15.4
        if (!collection.isEmpty()) {
            specimen.set("collection", collection);
        }
        source.componentText(2).ifPresent(text -> note(specimen, "Additives: " + text)); // note <- OBR-15.2
        source.componentText(3).ifPresent(text -> note(specimen, text)); // note <- OBR-15.3
        return Optional.of(specimen);
    }

    private void collection(ObjectNode specimen, Hl7Segment spm) {
        var collection = ResourceTree.object();
        spm.value(17)
                .flatMap(Hl7Times::dateTime)
                .ifPresent(time -> collection.put("collectedDateTime", time)); // <- SPM-17.1
        codings.map(spm.field(7)).ifPresent(method -> collection.set("method", method)); // <- SPM-7
        codings.map(spm.field(8)).ifPresent(site -> collection.set("bodySite", site)); // <- SPM-8
        spm.value(12)
                .flatMap(text -> QuantityMapper.volume(text, spm.field(12)))
                .ifPresent(volume -> collection.set("quantity", volume)); // <- SPM-12
        if (!collection.isEmpty()) {
            specimen.set("collection", collection);
        }
    }

    private void identifier(ObjectNode specimen, Hl7Segment spm, int component, String type) {
        spm.value(2, component, 1).ifPresent(value -> {
            var identifier = type.equals(IdentifierSystems.TYPE_FILLER)
                    ? specimen.putObject("accessionIdentifier")
                    : specimen.putArray("identifier").addObject();
            identifier.put("system", sender.system(spm.value(2, component, 2).orElse(""), "specimen"));
            identifier.put("value", value);
        });
    }

    private static String status(Hl7Segment spm) {
        if (spm.value(21).isPresent() || spm.value(20).orElse("Y").equals("N")) {
            return "unsatisfactory";
        }
        return "available";
    }

    private static Optional<String> time(Hl7Segment segment, int field) {
        return segment.value(field).flatMap(Hl7Times::dateTime);
    }

    private static void array(ObjectNode specimen, String element, ObjectNode value) {
        specimen.withArray("/" + element).add(value);
    }

    private static void note(ObjectNode specimen, String text) {
        specimen.withArray("/note").addObject().put("text", text);
    }
}
