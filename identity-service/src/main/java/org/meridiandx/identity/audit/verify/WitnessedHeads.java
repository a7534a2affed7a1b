package org.meridiandx.identity.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads heads that somebody sends along: JSON texts or objects with `signed`, in an array or one
/// after the other.
final class WitnessedHeads {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WitnessedHeads() {}

    /// @return a JWS for each
    /// @throws ProblemException 400
    static List<String> read(byte[] body) {
        var heads = new ArrayList<String>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(body)) {
            while (values.hasNextValue()) {
                add(heads, values.nextValue());
            }
            return List.copyOf(heads);
        } catch (IOException malformed) {
            throw unreadable();
        }
    }

    private static void add(List<String> heads, JsonNode value) {
        if (value.isArray()) {
            value.forEach(element -> add(heads, element));
        } else if (value.isTextual()) {
            heads.add(value.asText());
        } else if (value.path("signed").isTextual()) {
            heads.add(value.path("signed").asText());
        } else {
            throw unreadable();
        }
    }

    private static ProblemException unreadable() {
        return ProblemException.of(
                ProblemCode.MALFORMED_BODY,
                "Witnessed heads are a JSON array of objects with signed, as /audit/witnessed-heads gives them.");
    }
}
