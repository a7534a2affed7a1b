package org.meridiandx.order.cdshooks.calls;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads JSON that somebody sends: bounded, and each fault with the place it is in.
public final class HookJson {
    private static final int MAX_BYTES = 1_048_576;
    private static final int MAX_DEPTH = 40;
    private static final ObjectReader JSON = new ObjectMapper(new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private HookJson() {}

    /// @throws ProblemException 400 where it is no JSON object, 413 where it is too large
    public static ObjectNode object(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE, "The body is larger than " + MAX_BYTES + " bytes. Send less prefetch.");
        }
        try {
            if (body.length > 0 && JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body must be one JSON object.");
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            var where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY,
                    "The body is not well-formed JSON" + where + ", or it is nested deeper than " + MAX_DEPTH
                            + " levels, or a member stands twice.");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @throws ProblemException 400 where it is missing or no object
    public static ObjectNode requireObject(JsonNode parent, String name, String path) {
        if (parent.path(name) instanceof ObjectNode object) {
            return object;
        }
        throw missing(parent.path(name), path, "an object");
    }

    /// @throws ProblemException 400 where it is missing, empty or no text
    public static String requireText(JsonNode parent, String name, String path) {
        return text(parent, name, path).orElseThrow(() -> missing(parent.path(name), path, "a text"));
    }

    /// @throws ProblemException 400 where it is there and no text, or empty
    public static Optional<String> text(JsonNode parent, String name, String path) {
        var node = parent.path(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isTextual() && !node.textValue().isBlank()) {
            return Optional.of(node.textValue());
        }
        throw refused(path, "is a text that is not empty.");
    }

    public static ProblemException refused(String path, String fault) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, "'" + path + "' " + fault, path);
    }

    private static ProblemException missing(JsonNode node, String path, String kind) {
        return node.isMissingNode()
                ? ProblemException.of(ProblemCode.MISSING_VALUE, "'" + path + "' is missing; it is " + kind + ".", path)
                : refused(path, "is " + kind + ".");
    }
}
