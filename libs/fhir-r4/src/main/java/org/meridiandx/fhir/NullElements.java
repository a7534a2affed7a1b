package org.meridiandx.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Finds a null that stands for nothing in a list.
///
/// FHIR has nulls in one place only: in the list of a primitive element and the list of its extensions
/// (`given` and `_given`), which are kept in step by them. Anywhere else a null is an element that
/// somebody meant to send and did not.
///
/// **Source:** FHIR R4 json, JSON representation of primitive elements.
final class NullElements {
    private NullElements() {}

    /// @param path of the node
    /// @return the path of the first list that holds such a null
    static Optional<String> find(JsonNode node, String path) {
        if (node.isArray()) {
            for (var item : node) {
                var found = find(item, path);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        for (var field : node.properties()) {
            var name = field.getKey();
            var place = path.isEmpty() ? name : path + "." + name;
            var found = isOutOfStep(node, name) ? Optional.of(place) : find(field.getValue(), place);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isOutOfStep(JsonNode holder, String name) {
        var list = holder.get(name);
        if (!list.isArray()) {
            return false;
        }
        var partner = holder.path(name.startsWith("_") ? name.substring(1) : "_" + name);
        for (var i = 0; i < list.size(); i++) {
            if (list.get(i).isNull()
                    && (partner.path(i).isMissingNode() || partner.path(i).isNull())) {
                return true;
            }
        }
        return false;
    }
}
