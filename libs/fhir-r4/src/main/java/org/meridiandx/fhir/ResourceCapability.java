package org.meridiandx.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a service does with one resource type; the capability statement is made of these.
///
/// @param search the declaration that the searches run by
/// @param profile canonical URL of the profile that is served
/// @param interactions FHIR restful-interaction codes: `read`, `create`, `search-type`, ...
/// @param operations names of operations on the type, without `$`
/// @param conditions `conditionalCreate`, `conditionalUpdate`: what is done on a condition
/// @param otherParameters search parameters that are answered otherwise than by `search`: type by name
/// @param topics canonical URLs of what can be subscribed to; for Subscription only
public record ResourceCapability(
        SearchDefinition search,
        String profile,
        List<String> interactions,
        List<String> operations,
        List<String> conditions,
        Map<String, String> otherParameters,
        List<String> topics) {
    /// **Source:** Subscriptions R5 Backport STU 1.1, topic discovery in R4.
    private static final String TOPIC =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical";

    /// A type whose searches are all run by its declaration, and that is no Subscription.
    public ResourceCapability(
            SearchDefinition search,
            String profile,
            List<String> interactions,
            List<String> operations,
            List<String> conditions) {
        this(search, profile, interactions, operations, conditions, Map.of(), List.of());
    }

    /// A type of which nothing is done on a condition.
    public ResourceCapability(
            SearchDefinition search, String profile, List<String> interactions, List<String> operations) {
        this(search, profile, interactions, operations, List.of());
    }

    public ResourceCapability {
        conditions = List.copyOf(conditions);
        topics = List.copyOf(topics);
        interactions = List.copyOf(interactions);
        operations = List.copyOf(operations);
        otherParameters = Map.copyOf(otherParameters);
    }

    /// All that a service serves, by type.
    public static ArrayNode toJson(Collection<ResourceCapability> capabilities) {
        var rest = JsonNodeFactory.instance.arrayNode();
        capabilities.stream()
                .sorted(Comparator.comparing(capability -> capability.search().resourceType()))
                .forEach(capability -> rest.add(capability.toJson()));
        return rest;
    }

    private void includes(ObjectNode json, String parameter, String element) {
        var offered = search.includes().stream()
                .filter(include -> include.parameter().equals(parameter))
                .map(SearchInclude::value)
                .toList();
        if (!offered.isEmpty()) {
            offered.forEach(json.putArray(element)::add);
        }
    }

    private ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        if (!topics.isEmpty()) {
            var extensions = json.putArray("extension");
            topics.forEach(topic -> extensions.addObject().put("url", TOPIC).put("valueCanonical", topic));
        }
        json.put("type", search.resourceType());
        json.put("profile", profile);
        var served = json.putArray("interaction");
        interactions.forEach(code -> served.addObject().put("code", code));
        json.put("versioning", "versioned");
        conditions.forEach(condition -> json.put(condition, true));
        if (interactions.contains("search-type")) {
            var parameters = json.putArray("searchParam");
            search.parameters().values().stream()
                    .sorted(Comparator.comparing(SearchParameter::name))
                    .forEach(parameter ->
                            parameters.addObject().put("name", parameter.name()).put("type", parameter.type()));
            new TreeMap<>(otherParameters)
                    .forEach((name, type) ->
                            parameters.addObject().put("name", name).put("type", type));
        }
        includes(json, "_include", "searchInclude");
        includes(json, "_revinclude", "searchRevInclude");
        if (!operations.isEmpty()) {
            var offered = json.putArray("operation");
            for (var name : operations) {
                offered.addObject()
                        .put("name", name)
                        .put("definition", "urn:meridian:operation:" + search.resourceType() + "-" + name);
            }
        }
        return json;
    }
}
