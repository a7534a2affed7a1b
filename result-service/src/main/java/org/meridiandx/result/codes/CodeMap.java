package org.meridiandx.result.codes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.meridiandx.result.oru.Drafts;

/// The map in force: what the local codes of all senders mean.
///
/// The sender's own coding stays first; what it means stands behind it. A concept that the sender
/// has coded in a vocabulary of the world needs no map.
///
/// @param targets by local system and code
public record CodeMap(Map<Code, List<Target>> targets) {
    public static final CodeMap EMPTY = new CodeMap(Map.of());

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
        var resources = message.patients().stream()
                .flatMap(patient -> patient.reports().stream())
                .flatMap(report -> Stream.of(
                                Stream.of(report.json()),
                                report.lines().stream().map(Drafts.Line::json),
                                report.specimens().stream().map(Drafts.Specimen::json))
                        .flatMap(parts -> parts))
                .toList();
        return translate(resources, CodeMap::ofHl7);
    }

    /// The same for FHIR resources: a code without a system is the sender's own, and so is one of a
    /// system that is none of the world's.
    ///
    /// @param resources changed
    /// @param own the system of the sender's own codes; empty where it brings those of others
    public List<Unmapped> translate(List<ObjectNode> resources, String own) {
        return translate(resources, system -> ofFhir(system, own));
    }

    private static Optional<String> ofHl7(String system) {
        return Optional.of(system).filter(name -> name.startsWith(CodeSystems.LOCAL));
    }

    private static Optional<String> ofFhir(String system, String own) {
        return Optional.of(system.isEmpty() ? own : system)
                .filter(name -> !name.isEmpty() && !CodeSystems.isOfTheWorld(name));
    }

    /// @param local the name of a local system; empty for one of the world
    private List<Unmapped> translate(List<ObjectNode> resources, Function<String, Optional<String>> local) {
        var unmapped = new ArrayList<Unmapped>();
        for (var resource : resources) {
            switch (resource.path("resourceType").asText()) {
                case "DiagnosticReport" -> translate(resource, new Place("code", "report"), local, unmapped);
                case "Specimen" -> translate(resource, new Place("type", "specimen"), local, unmapped);
                default -> {
                    translate(resource, new Place("code", "observation"), local, unmapped);
                    translate(resource, new Place("valueCodeableConcept", "value"), local, unmapped);
                }
            }
        }
        return unmapped;
    }

    /// A concept of a resource.
    ///
    /// @param name its element
    /// @param element what it is called among the unmapped
    private record Place(String name, String element) {}

    private void translate(
            ObjectNode resource, Place place, Function<String, Optional<String>> local, List<Unmapped> unmapped) {
        if (!(resource.path(place.name()) instanceof ObjectNode concept)) {
            return;
        }
        var codings = new ArrayList<ObjectNode>();
        concept.path("coding").forEach(coding -> {
            if (coding instanceof ObjectNode given && given.path("code").isTextual()) {
                codings.add(given);
            }
        });
        var isCommon = codings.stream()
                .anyMatch(coding -> local.apply(systemOf(coding)).isEmpty());
        for (var coding : List.copyOf(codings)) {
            var system = local.apply(systemOf(coding));
            if (system.isEmpty()) {
                continue;
            }
            var code = new Code(system.get(), coding.path("code").asText());
            var known = targets.getOrDefault(code, List.of());
            known.forEach(target -> add(concept, codings, target));
            if (known.isEmpty() && !isCommon) {
                unmapped.add(new Unmapped(
                        code, place.element(), coding.path("display").asText()));
            }
        }
    }

    private static String systemOf(ObjectNode coding) {
        return coding.path("system").asText();
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
