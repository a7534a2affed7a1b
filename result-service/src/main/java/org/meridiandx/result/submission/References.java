package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The references inside a resource, at any depth.
final class References {
    private References() {}

    /// Every object that has a literal reference; the resource's own tree, to be changed in place.
    static List<ObjectNode> in(JsonNode resource) {
        var found = new ArrayList<ObjectNode>();
        collect(resource, found);
        return found;
    }

    static String literal(ObjectNode reference) {
        return reference.path("reference").asText();
    }

    private static void collect(JsonNode node, List<ObjectNode> found) {
        if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
            found.add(object);
        }
        if (node.isContainerNode()) {
            node.forEach(child -> collect(child, found));
        }
    }
}
