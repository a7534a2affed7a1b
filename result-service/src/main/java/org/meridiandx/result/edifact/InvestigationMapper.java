package org.meridiandx.result.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.oru.values.QuantityMapper;
import org.meridiandx.result.resources.ResourceTree;

/// Observation <- INV with its RSL, STS, FTX and RND.
///
/// **Source:** NHS003: code lists 911 (Read version 2) and 921 (SNOMED CT), comparators 5 to 8,
/// deviation HI, LO, OR, PA, test status STS.
final class InvestigationMapper {
    static final String READ = "http://read.info/readv2";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final String INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    static final String GROUP = "urn:meridian:extension:edifact-group";

    private InvestigationMapper() {}

    static ObjectNode map(ReportParts.Investigation investigation, Sender sender) {
        var observation = ResourceTree.resource("Observation");
        group(observation, investigation);
        observation.put("status", status(investigation.details)); // status <- STS
        observation
                .putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", CATEGORY)
                .put("code", "laboratory");
        observation.set("code", code(investigation.inv, 1, 0, sender)); // code <- INV
        results(observation, investigation.details, sender);
        ReportParts.texts(investigation.details, "RIT").forEach(text -> note(observation, text)); // note <- FTX+RIT
        ReportParts.texts(investigation.details, "SPC").forEach(text -> note(observation, text)); // note <- FTX+SPC
        ranges(observation, investigation);
        return observation;
    }

    /// extension <- SEQ of a group, RFF+ARL of what belongs to it
    private static void group(ObjectNode observation, ReportParts.Investigation investigation) {
        var number = investigation.sequence().isEmpty() ? investigation.reference("ARL") : investigation.sequence();
        if (!number.isEmpty()) {
            observation.putArray("extension").addObject().put("url", GROUP).put("valueString", number);
        }
    }

    private static String status(List<EdifactSegment> details) {
        var code = details.stream()
                .filter(segment -> segment.is("STS"))
                .map(segment -> segment.text(1).isEmpty() ? segment.text(0) : segment.text(1))
                .findFirst()
                .orElse("");
        return switch (code) {
            case "RE" -> "registered";
            case "PR" -> "preliminary";
            case "FI" -> "final";
            case "AM" -> "amended";
            case "CO" -> "corrected";
            case "CA" -> "cancelled";
            case "EN" -> "entered-in-error";
            default -> "unknown";
        };
    }

    private static ObjectNode code(EdifactSegment segment, int element, int first, Sender sender) {
        var concept = ResourceTree.object();
        var code = segment.text(element, first);
        var name = segment.lines(element).lines().reduce((one, last) -> last).orElse("");
        if (!code.isEmpty()) {
            var system = switch (segment.text(element, first + 1)) {
                case "911" -> READ;
                case "921" -> IdentifierSystems.SNOMED;
                default -> sender.system("", "codes");
            };
            var coding =
                    concept.putArray("coding").addObject().put("system", system).put("code", code);
            if (!name.equals(code)) {
                coding.put("display", name);
            }
        }
        return concept.put("text", name.isEmpty() ? "Not named by the sender" : name);
    }

    /// value, interpretation <- the first RSL; component <- each further one, of the same code: none takes the place of
    /// another
    private static void results(ObjectNode observation, List<EdifactSegment> details, Sender sender) {
        var all = details.stream().filter(segment -> segment.is("RSL")).toList();
        for (var number = 0; number < all.size(); number++) {
            var holder = observation;
            if (number > 0) {
                holder = observation.withArray("/component").addObject();
                holder.set("code", observation.path("code").deepCopy());
            }
            result(holder, all.get(number), sender);
        }
    }

    /// value, interpretation <- RSL: NV a number, CV a code, anything else a text
    private static void result(ObjectNode observation, EdifactSegment rsl, Sender sender) {
        switch (rsl.text(0)) {
            case "NV" -> number(observation, rsl);
            case "CV" -> observation.set("valueCodeableConcept", code(rsl, 1, 2, sender));
            default -> text(observation, rsl.lines(1));
        }
        var flag = switch (rsl.text(4)) {
            case "HI" -> "H";
            case "LO" -> "L";
            case "OR", "PA" -> "A";
            default -> "";
        };
        if (!rsl.text(4).isEmpty()) {
            var concept = observation.putArray("interpretation").addObject();
            if (!flag.isEmpty()) {
                concept.putArray("coding")
                        .addObject()
                        .put("system", INTERPRETATION)
                        .put("code", flag);
            }
            concept.put("text", rsl.text(4));
        }
    }

    /// RSL+NV+value:comparator++:::unit; what is no number, or has a comparator that nobody knows,
    /// stays text.
    private static void number(ObjectNode observation, EdifactSegment rsl) {
        var value = rsl.text(1);
        var comparator = switch (rsl.text(1, 1)) {
            case "" -> "";
            case "5" -> ">=";
            case "6" -> ">";
            case "7" -> "<";
            case "8" -> "<=";
            default -> "?";
        };
        var unit = rsl.text(3, 3);
        if (!value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?") || comparator.equals("?")) {
            text(observation, (rsl.lines(1).replace("\n", " ") + " " + unit).strip());
            return;
        }
        observation.set("valueQuantity", QuantityMapper.quantity(comparator, new BigDecimal(value), unit));
    }

    private static void text(ObjectNode observation, String text) {
        if (!text.isEmpty()) {
            observation.put("valueString", text);
        }
    }

    /// referenceRange <- RND+U+low+high with FTX+RPD (of whom), FTX+CRR (in words)
    private static void ranges(ObjectNode observation, ReportParts.Investigation investigation) {
        var population = String.join("; ", ReportParts.texts(investigation.ranges, "RPD"))
                .replace("\n", ", ");
        for (var segment : investigation.ranges) {
            if (segment.is("RND")) {
                var range = observation.withArray("/referenceRange").addObject();
                limit(range, "low", segment.text(1));
                limit(range, "high", segment.text(2));
                var text = words(segment.text(1), segment.text(2));
                range.put("text", population.isEmpty() ? text : text + " (" + population + ")");
            }
        }
        for (var text : ReportParts.texts(investigation.ranges, "CRR")) {
            observation.withArray("/referenceRange").addObject().put("text", text);
        }
        for (var text : ReportParts.texts(investigation.details, "CRR")) {
            observation.withArray("/referenceRange").addObject().put("text", text);
        }
    }

    private static String words(String low, String high) {
        if (low.isEmpty() || high.isEmpty()) {
            return low.isEmpty() ? "up to " + high : "from " + low;
        }
        return low + "-" + high;
    }

    private static void limit(ObjectNode range, String name, String value) {
        if (value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?")) {
            range.putObject(name).put("value", new BigDecimal(value));
        }
    }

    private static void note(ObjectNode observation, String text) {
        observation.withArray("/note").addObject().put("text", text);
    }
}
