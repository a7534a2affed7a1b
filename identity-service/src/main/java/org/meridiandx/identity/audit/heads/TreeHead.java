package org.meridiandx.identity.audit.heads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HexFormat;

/// The end of a log: what is signed. **Source:** RFC 9162, section 4.10 (tree head).
///
/// @param region whose log it is
/// @param size number of entries
/// @param timestamp when it was signed; milliseconds
/// @param root of the tree of that size
@SuppressWarnings("ArrayRecordComponent")
public record TreeHead(String region, long size, Instant timestamp, byte[] root) {

    /// As it stands in the signed payload and in answers.
    public ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("region", region)
                .put("size", size)
                .put("timestamp", timestamp.toString())
                .put("root", HexFormat.of().formatHex(root));
    }

    /// Reads [#toJson()].
    ///
    /// @throws IllegalArgumentException when it is not such JSON
    /// @throws java.time.DateTimeException when the time is none
    static TreeHead of(JsonNode json) {
        return new TreeHead(
                json.required("region").asText(),
                json.required("size").longValue(),
                Instant.parse(json.required("timestamp").asText()),
                HexFormat.of().parseHex(json.required("root").asText()));
    }

    @Override
    public String toString() {
        return "TreeHead[" + region + ", " + size + "]";
    }
}
