package org.meridiandx.dev.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;

/// Heads that witnesses keep, as they are sent along: the newest thousand at most, and of each only
/// what is signed.
final class WitnessedHeads {
    private static final int MOST = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private WitnessedHeads() {}

    /// @param text JSON: an array of heads with `size` and `signed`, or such objects one after the
    /// other
    static String limited(String text) throws IOException {
        var heads = new ArrayList<JsonNode>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (values.hasNextValue()) {
                var value = values.nextValue();
                if (value.isArray()) {
                    value.forEach(heads::add);
                } else {
                    heads.add(value);
                }
            }
        }
        heads.sort((one, other) ->
                Long.compare(other.path("size").asLong(), one.path("size").asLong()));
        var kept = JsonNodeFactory.instance.arrayNode();
        heads.stream()
                .limit(MOST)
                .map(head -> head.isTextual() ? head : head.path("signed"))
                .forEach(kept::add);
        return kept.toString();
    }
}
