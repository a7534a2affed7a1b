package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.result.oru.values.CodingMapper;
import org.meridiandx.result.oru.values.Interpretations;
import org.meridiandx.result.oru.values.ReferenceRanges;
import org.meridiandx.result.oru.values.ValueMapper;
import org.meridiandx.result.resources.ResourceTree;

/// Observation <- OBX with its NTEs; the OBR gives what the OBX leaves open.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.2. Dropped fields are listed in
/// `docs/mapping/observation.md`.
final class ObservationMapper {
    static final String SUB_ID = "urn:meridian:extension:hl7v2-sub-id";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private final CodingMapper codings;
    private final ValueMapper values;
    private final List<AckProblem> warnings;

    ObservationMapper(CodingMapper codings, List<AckProblem> warnings) {
        this.codings = codings;
        this.values = new ValueMapper(codings);
        this.warnings = warnings;
    }

    ObjectNode map(OrderGroup group, OrderGroup.Line line, String category) {
        var obx = line.obx();
        var observation = ResourceTree.resource("Observation");
        subId(observation, obx);
        observation.put("status", status(group, obx)); // status <- OBX-11, else OBR-25
        observation
                .putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", CATEGORY)
                .put("code", category); // category <- OBR-24
        observation.set("code", code(obx)); // code <- OBX-3
        effective(group, obx).ifPresent(time -> observation.put("effectiveDateTime", time)); // <- OBX-14, else OBR-7
        obx.value(19)
                .or(() -> group.obr(22))
                .flatMap(Hl7Times::instant)
                .ifPresent(time -> observation.put("issued", time)); // issued <- OBX-19, else OBR-22
        value(observation, obx);
        interpretation(observation, obx); // interpretation <- OBX-8
        obx.text(7)
                .map(text -> ReferenceRanges.of(text, obx.field(6)))
                .ifPresent(range -> observation.putArray("referenceRange").add(range)); // referenceRange <- OBX-7
        notes(line.notes()).ifPresent(notes -> observation.set("note", notes)); // note <- NTE
        codings.map(obx.field(17)).ifPresent(method -> observation.set("method", method)); // method <- OBX-17
        performers(observation, obx);
        obx.value(18).ifPresent(device -> observation.putObject("device").put("display", device)); // device <- OBX-18
        return observation;
    }

    /// The text of NTE-3, all repetitions, one note per segment.
    static Optional<ArrayNode> notes(List<Hl7Segment> segments) {
        var notes = ResourceTree.object().putArray("note");
        for (var nte : segments) {
            var text = new StringBuilder();
            nte.repetitions(3)
                    .forEach(part -> part.text()
                            .ifPresent(line ->
                                    text.append(text.isEmpty() ? "" : "\n").append(line)));
            if (!text.isEmpty()) {
                notes.addObject().put("text", text.toString());
            }
        }
        return notes.isEmpty() ? Optional.empty() : Optional.of(notes);
    }

    private static void subId(ObjectNode observation, Hl7Segment obx) {
        obx.value(4)
                .ifPresent(subId -> observation
                        .putArray("extension")
                        .addObject()
                        .put("url", SUB_ID)
                        .put("valueString", subId)); // extension <- OBX-4
    }

    private String status(OrderGroup group, Hl7Segment obx) {
        var status = ResultStatuses.observation(
                obx.value(11).orElse(""), ResultStatuses.fallback(group.obr(25).orElse("")));
        if (status.equals("unknown") && obx.value(11).isPresent()) {
            warn(
                    obx,
                    11,
                    Hl7Error.TABLE_VALUE_NOT_FOUND,
                    "OBX-11 is not a result status of table 0085; kept as unknown.");
        }
        return status;
    }

    private ObjectNode code(Hl7Segment obx) {
        return codings.map(obx.field(3)).orElseGet(() -> {
            warn(obx, 3, Hl7Error.REQUIRED_FIELD_MISSING, "OBX-3 is empty: the line says no test.");
            return ResourceTree.object().put("text", "Not named by the sender");
        });
    }

    private void value(ObjectNode observation, Hl7Segment obx) {
        var repetitions = obx.repetitions(5);
        var type = obx.value(2).orElse("");
        if (repetitions.size() <= 1 || isProse(type)) {
            var single = isProse(type) ? obx.text(5).map(text -> text(obx, text)) : values.map(obx, obx.field(5));
            single.ifPresent(value -> put(observation, obx, value));
            return;
        }
        for (var repetition : repetitions) { // component <- each repetition of OBX-5
            values.map(obx, repetition).ifPresent(value -> {
                var component = observation.withArray("/component").addObject();
                component.set("code", observation.path("code").deepCopy());
                put(component, obx, value);
            });
        }
    }

    private static ValueMapper.Value text(Hl7Segment obx, String text) {
        var isTyped = !obx.value(2).orElse("").isEmpty();
        var node = ResourceTree.object().put("text", text).path("text");
        return new ValueMapper.Value("valueString", node, isTyped);
    }

    private void put(ObjectNode target, Hl7Segment obx, ValueMapper.Value value) {
        target.set(value.element(), value.node());
        if (!value.asSent()) {
            warn(obx, 5, Hl7Error.DATA_TYPE, "OBX-5 is not of the type that OBX-2 says; kept as text.");
        }
    }

    private static boolean isProse(String type) {
        return switch (type) {
            case "ST", "TX", "FT", "" -> true;
            default -> false;
        };
    }

    private static void interpretation(ObjectNode observation, Hl7Segment obx) {
        for (var flag : obx.repetitions(8)) {
            flag.value()
                    .ifPresent(code -> observation.withArray("/interpretation").add(Interpretations.of(code)));
        }
    }

    private static Optional<String> effective(OrderGroup group, Hl7Segment obx) {
        return obx.value(14).flatMap(Hl7Times::dateTime).or(() -> group.obr(7).flatMap(Hl7Times::dateTime));
    }

    /// performer <- OBX-23 (organisation), OBX-16 (person), OBX-15 (producer)
    private static void performers(ObjectNode observation, Hl7Segment obx) {
        obx.value(23).ifPresent(name -> performer(observation, name));
        obx.value(16, 2)
                .map(family ->
                        obx.value(16, 3).map(given -> given + " " + family).orElse(family))
                .or(() -> obx.value(16))
                .ifPresent(name -> performer(observation, name));
        obx.value(15, 2).or(() -> obx.value(15)).ifPresent(name -> performer(observation, name));
    }

    private static void performer(ObjectNode observation, String name) {
        observation.withArray("/performer").addObject().put("display", name);
    }

    private void warn(Hl7Segment obx, int field, Hl7Error error, String text) {
        if (warnings.size() < OruMapper.MAX_WARNINGS) {
            warnings.add(AckProblem.warning(obx.at(field), error, text));
        }
    }
}
