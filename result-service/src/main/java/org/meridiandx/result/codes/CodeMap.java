package org.meridiandx.result.codes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meridiandx.result.oru.Drafts;

/// The map in force: what the local codes of all senders mean.
///
/// The sender's own coding stays first; what it means stands behind it. A concept that the sender
/// has coded in a vocabulary of the world needs no map.
///
/// @param targets by local system and code
public record CodeMap(Map<Code, List<Target>> targets) {
    public static final CodeMap EMPTY = new CodeMap(Map.of());
    private static final String LOCAL = "urn:meridian:";

    public CodeMap {
        targets = Map.copyOf(targets);
    }

    /// A code of a sender's own.
    public record Code(String system, String code) {}

    /// What it means.
    public record Target(String system, String code, String display) {}

    /// A local code that means nothing to anybody else.
    ///
    /// @param element `report`, `observation`, `value` or `specimen`
    /// @param display the sender's name for it; may be empty
    public record Unmapped(Code code, String element, String display) {}

    /// Adds to all concepts of a message what the map knows.
    ///
    /// @param message its JSON is changed
    /// @return what stays without a meaning, each place of it
    public List<Unmapped> translate(Drafts.Message message) {
        var unmapped = new ArrayList<Unmapped>();
        for (var patient : message.patients()) {
            for (var report : patient.reports()) {
                translate(report.json(), "code", "report", unmapped);
                report.lines().forEach(line -> {
                    translate(line.json(), "code", "observation", unmapped);
                    translate(line.json(), "valueCodeableConcept", "value", unmapped);
                });
                report.specimens().forEach(sample -> translate(sample.json(), "type", "specimen", unmapped));
            }
        }
        return unmapped;
    }

    private void translate(ObjectNode resource, String name, String element, List<Unmapped> unmapped) {
        if (!(resource.path(name) instanceof ObjectNode concept)) {
            return;
        }
        var codings = new ArrayList<ObjectNode>();
        concept.path("coding").forEach(coding -> {
            if (coding instanceof ObjectNode given) {
                codings.add(given);
            }
        });
        var isCommon = codings.stream()
                .anyMatch(coding -> !coding.path("system").asText().startsWith(LOCAL));
        for (var coding : codings) {
            var code =
                    new Code(coding.path("system").asText(), coding.path("code").asText());
            if (!code.system().startsWith(LOCAL)) {
                continue;
            }
            var known = targets.getOrDefault(code, List.of());
            known.forEach(target -> add(concept, codings, target));
            if (known.isEmpty() && !isCommon) {
                unmapped.add(new Unmapped(code, element, coding.path("display").asText()));
            }
        }
    }

    private static void add(ObjectNode concept, List<ObjectNode> codings, Target target) {
        var isThere = codings.stream()
                .anyMatch(coding -> coding.path("system").asText().equals(target.system())
                        && coding.path("code").asText().equals(target.code()));
        if (!isThere) {
            var coding = concept.withArray("/coding")
                    .addObject()
                    .put("system", target.system())
                    .put("code", target.code());
            if (!target.display().isEmpty()) {
                coding.put("display", target.display());
            }
        }
    }
}
