package org.meridiandx.result.resources;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// FHIR resources as JSON trees: what is stored is what was sent, with id, meta and references set.
///
/// Decimals keep their digits (`1.10` stays `1.10`), which a FHIR decimal must. Reading is bounded in depth, refuses a
/// key that stands twice, and names the place of a fault, never its content.
public final class ResourceTree {
    private static final int MAX_DEPTH = 60;
    private static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(1000)
                            .maxStringLength(64 * 1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private ResourceTree() {}

    /// Reads one JSON object with a `resourceType`.
    ///
    /// @throws ProblemException 400 when it is not one
    public static ObjectNode parse(byte[] body) {
        var resource = parseObject(body);
        if (!resource.path("resourceType").isTextual()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "The JSON object has no resourceType.", "resourceType");
        }
        return resource;
    }

    /// Reads one JSON object that is no resource.
    ///
    /// @throws ProblemException 400 when it is not one
    public static ObjectNode parseObject(byte[] body) {
        if (body.length == 0) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body is empty. Send JSON.");
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw malformedAt(malformed);
        } catch (NumberFormatException | ArithmeticException beyond) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The body holds a number that no decimal of FHIR can hold.");
        } catch (CharConversionException unreadable) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body is not UTF-8. Send UTF-8 JSON.");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body must be one JSON object.");
    }

    /// @return UTF-8 JSON without white space
    public static byte[] write(JsonNode resource) {
        try {
            return MAPPER.writeValueAsBytes(resource);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }

    /// A new resource with its type as the first element.
    public static ObjectNode resource(String resourceType) {
        return object().put("resourceType", resourceType);
    }

    /// Sets id, version and time in `meta`; what else stands there stays.
    public static void stamp(ObjectNode resource, String id, int version, Instant at) {
        resource.put("id", id);
        var meta = resource.path("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        meta.put("versionId", Integer.toString(version));
        meta.put("lastUpdated", at.toString());
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private static ProblemException malformedAt(JsonProcessingException malformed) {
        var place = malformed.getLocation();
        var where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        var twice = malformed.getOriginalMessage().startsWith("Duplicate field");
        return ProblemException.of(
                ProblemCode.MALFORMED_BODY,
                "The body is not well-formed JSON (" + (twice ? "an element stands twice" : "syntax") + where
                        + "). Send UTF-8 JSON, at most " + MAX_DEPTH + " levels deep.");
    }
}
