package org.meridiandx.result.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// The references inside a resource, at any depth.
public final class References {
    private References() {}

    /// Every object that has a literal reference; the resource's own tree, to be changed in place.
    public static List<ObjectNode> in(JsonNode resource) {
        var found = new ArrayList<ObjectNode>();
        collect(resource, found);
        return found;
    }

    /// The literal reference; empty where there is none.
    public static String literal(ObjectNode reference) {
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
