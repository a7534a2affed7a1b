package org.meridiandx.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Elements of a resource that a search wants, tagged SUBSETTED where something was left out, so that
/// nobody takes the part for the whole. What is mandatory or changes the meaning of the rest stays.
///
/// **Source:** FHIR R4 search, `_summary` and `_elements`.
final class ResourceSubset {
    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta", "implicitRules");
    /// Digits stay as they were sent.
    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(64 * 1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Predicate<BaseRuntimeChildDefinition> isWanted;
    private final String onlyType;
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    private ResourceSubset(Predicate<BaseRuntimeChildDefinition> isWanted, String onlyType) {
        this.isWanted = isWanted;
        this.onlyType = onlyType;
    }

    /// @param mode `true`, `text` or `data`
    static ResourceSubset summary(String mode) {
        return switch (mode) {
            case "true" -> new ResourceSubset(BaseRuntimeChildDefinition::isSummary, "");
            case "text" -> new ResourceSubset(child -> child.getElementName().equals("text"), "");
            default -> new ResourceSubset(child -> !child.getElementName().equals("text"), "");
        };
    }

    /// Elements of the hits; what they bring along is shown whole.
    static ResourceSubset elements(String type, List<String> elements) {
        return new ResourceSubset(child -> elements.contains(plain(child.getElementName())), type);
    }

    /// @param value names of elements of the type, separated by commas
    /// @throws ProblemException 400 naming those that it does not have
    static List<String> elementsOf(String type, String value) {
        var asked = List.of(value.split(",", -1));
        var known = children(type).map(child -> plain(child.getElementName())).toList();
        var unknown = asked.stream().filter(name -> !known.contains(name)).count();
        if (unknown > 0) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_elements takes names of elements of " + type + ", separated by commas: " + unknown
                            + " of these are none. A value[x] is asked for as value.",
                    "_elements");
        }
        return asked;
    }

    /// @param content FHIR JSON as it may be shown
    byte[] of(String type, byte[] content) {
        if (!onlyType.isEmpty() && !onlyType.equals(type)) {
            return content;
        }
        try {
            if (!(JSON.readTree(content) instanceof ObjectNode resource)) {
                throw new IllegalArgumentException("a stored resource is no JSON object");
            }
            var kept = names.computeIfAbsent(type, this::namesOf);
            var before = resource.size();
            var there = resource.properties().stream().map(Map.Entry::getKey).toList();
            resource.retain(there.stream()
                    .filter(name -> kept.contains(name.startsWith("_") ? name.substring(1) : name))
                    .toList());
            if (resource.size() < before) {
                tag(resource);
            }
            return JSON.writeValueAsBytes(resource);
        } catch (IOException broken) {
            throw new IllegalArgumentException("a stored resource is no JSON", broken);
        }
    }

    /// As [Mask] tags what it leaves; a resource that was masked is not tagged again.
    private static void tag(ObjectNode resource) {
        var tags = resource.withObject("/meta").withArray("/tag");
        for (var tag : tags) {
            if (tag.path("code").asText().equals(FhirJson.SUBSETTED)) {
                return;
            }
        }
        tags.addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue")
                .put("code", FhirJson.SUBSETTED);
    }

    private Set<String> namesOf(String type) {
        var kept = new HashSet<>(ALWAYS);
        children(type)
                .filter(child -> isWanted.test(child) || isNeeded(child))
                .forEach(child -> kept.addAll(child.getValidChildNames()));
        return Set.copyOf(kept);
    }

    private static boolean isNeeded(BaseRuntimeChildDefinition child) {
        return child.getMin() > 0
                || child instanceof BaseRuntimeDeclaredChildDefinition declared && declared.isModifier();
    }

    private static Stream<BaseRuntimeChildDefinition> children(String type) {
        return FhirJson.childrenOf(type).stream();
    }

    private static String plain(String element) {
        return element.replace("[x]", "");
    }
}
