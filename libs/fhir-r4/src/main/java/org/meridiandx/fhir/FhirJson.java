package org.meridiandx.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.ParserOptions;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Parses and writes FHIR R4 JSON.
///
/// What comes in is read strictly: an unknown element, a wrong type or a doubled key is refused by
/// name, because a clinical element that is dropped in silence is worse than a refusal. Once
/// stored, bytes are served as they are.
public final class FhirJson {
    /// Tag of a resource that is not whole. **Source:** FHIR R4 `meta.tag`, v3 ObservationValue.
    static final String SUBSETTED = "SUBSETTED";

    private static final int MAX_DEPTH = 60;
    private static final int MAX_EXPONENT = 100;
    private static final JsonFactory SCANNER = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .maxStringLength(64 * 1024 * 1024)
                    .build())
            .build();
    private static final ObjectMapper TREES = new ObjectMapper(SCANNER);

    private FhirJson() {}

    /// Reads one resource of the expected type.
    ///
    /// @param body UTF-8 JSON
    /// @throws ProblemException 400 with an issue per fault, each naming its place
    public static <T extends Resource> T parse(byte[] body, Class<T> type) {
        var found = parse(body);
        if (!type.isInstance(found)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "This address takes " + type.getSimpleName() + ", the body is " + found.fhirType() + ".",
                    "resourceType");
        }
        if (found instanceof Parameters parameters) {
            requireNames(parameters.getParameter());
        }
        requireWhole(found);
        return type.cast(found);
    }

    /// What was shown in part would take the place of the whole.
    private static void requireWhole(Resource sent) {
        if (sent.getMeta().getTag().stream().anyMatch(tag -> SUBSETTED.equals(tag.getCode()))) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "This was shown in part (meta.tag SUBSETTED), and cannot be stored as the whole.",
                    sent.fhirType() + ".meta.tag");
        }
    }

    /// A parameter without its name, such as a null in the list, is nothing that anybody could read.
    private static void requireNames(List<ParametersParameterComponent> parameters) {
        for (var parameter : parameters) {
            if (!parameter.hasName()) {
                throw ProblemException.of(
                        ProblemCode.MISSING_VALUE,
                        "Each parameter and each part has its name.",
                        "Parameters.parameter");
            }
            requireNames(parameter.getPart());
        }
    }

    /// Reads one resource of any type.
    ///
    /// @throws ProblemException 400 with an issue per fault
    public static Resource parse(byte[] body) {
        scan(body);
        var faults = new ParseFaults();
        try {
            var resource = (Resource)
                    parser().setParserErrorHandler(faults).parseResource(new String(body, StandardCharsets.UTF_8));
            faults.throwIfAny();
            return resource;
        } catch (DataFormatException | ClassCastException | IllegalArgumentException | NullPointerException refused) {
            faults.throwIfAny();
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY,
                    "The body is JSON but not a FHIR R4 resource: check resourceType and the structure of its elements.");
        }
    }

    /// Reads back what this system keeps. It was checked when it came, by the rules of that day:
    /// a rule that came later faults no caller of today.
    ///
    /// @param stored UTF-8 JSON as it was encoded or taken in
    /// @throws IllegalStateException when the store holds something else: a broken world
    public static <T extends Resource> T read(byte[] stored, Class<T> type) {
        try {
            return parser().setParserErrorHandler(new LenientErrorHandler(false))
                    .parseResource(type, new String(stored, StandardCharsets.UTF_8));
        } catch (DataFormatException | ClassCastException broken) {
            // Without the cause: its text may quote a patient.
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read");
        }
    }

    /// @return UTF-8 JSON
    public static byte[] encode(Resource resource) {
        return parser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
    }

    /// One quick pass before the real parser: syntax, depth, doubled keys, numbers and texts that
    /// can be kept, and that it is an object with a type.
    ///
    /// @throws ProblemException 400
    public static void scan(byte[] body) {
        if (body.length == 0) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body is empty. Send a FHIR resource as JSON.");
        }
        var seen = walk(body);
        if (seen.hasNullInList()) {
            requireNoNullElements(body);
        }
        if (!seen.isTyped()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "The JSON object has no resourceType.", "resourceType");
        }
    }

    /// What a body is found to have.
    private record Seen(boolean isTyped, boolean hasNullInList) {}

    private static Seen walk(byte[] body) {
        var isTyped = false;
        var hasNullInList = false;
        try (var json = SCANNER.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The body must be one JSON object.");
            }
            var depth = 1;
            while (depth > 0) {
                var token = json.nextToken();
                if (token == null) {
                    break;
                } else if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME) {
                    requireName(json.currentName());
                    isTyped |= depth == 1 && "resourceType".equals(json.currentName());
                } else {
                    hasNullInList |= token == JsonToken.VALUE_NULL
                            && json.getParsingContext().inArray();
                    requireBearable(token, json.getText());
                }
            }
            if (json.nextToken() != null) {
                throw ProblemException.of(ProblemCode.MALFORMED_BODY, "Something follows the JSON object.");
            }
        } catch (JsonProcessingException malformed) {
            throw malformedAt(malformed);
        } catch (CharConversionException unreadable) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The body is not well-formed JSON (characters). Send UTF-8 JSON.");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Seen(isTyped, hasNullInList);
    }

    private static void requireName(String name) {
        if (name.isEmpty()) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "An element has an empty name. Leave it out.");
        }
    }

    private static void requireNoNullElements(byte[] body) {
        try {
            NullElements.find(TREES.readTree(body), "").ifPresent(place -> {
                throw ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "A list holds null where an element is due. Leave out what you do not have.",
                        place);
            });
        } catch (IOException scannedBefore) {
            throw new UncheckedIOException(scannedBefore);
        }
    }

    /// A number such as `1e999999999` has few characters and, written out, a gigabyte of zeros; a
    /// NUL can be kept by no database, nor half of a surrogate pair by UTF-8.
    private static void requireBearable(JsonToken token, String text) {
        if (token.isNumeric() && exponentOf(text) > MAX_EXPONENT) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "A number has an exponent beyond " + MAX_EXPONENT + ".");
        }
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, "A text holds a NUL character. Remove it.");
        }
        if (hasHalfOfAPair(text)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "A text holds half of a character (of a surrogate pair). Remove it.");
        }
    }

    private static boolean hasHalfOfAPair(String text) {
        for (var at = 0; at < text.length(); at++) {
            var sign = text.charAt(at);
            if (Character.isSurrogate(sign)) {
                if (Character.isLowSurrogate(sign)
                        || ++at == text.length()
                        || !Character.isLowSurrogate(text.charAt(at))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int exponentOf(String number) {
        var at = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (at < 0) {
            return 0;
        }
        var digits = number.substring(at + 1).replace("+", "").replace("-", "");
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static ProblemException malformedAt(JsonProcessingException malformed) {
        var place = malformed.getLocation();
        var where = place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        var what = malformed.getOriginalMessage().startsWith("Duplicate field") ? "an element stands twice" : "syntax";
        return ProblemException.of(
                ProblemCode.MALFORMED_BODY,
                "The body is not well-formed JSON (" + what + where + "). Send UTF-8 JSON.");
    }

    /// The elements of a type, as the model has them.
    static List<BaseRuntimeChildDefinition> childrenOf(String type) {
        return Context.FHIR.getResourceDefinition(type).getChildren();
    }

    private static IParser parser() {
        return Context.FHIR.newJsonParser();
    }

    /// Initialised on first use: building it costs tens of milliseconds, and a native image must
    /// not hold it ready.
    private static final class Context {
        static final FhirContext FHIR = create();

        private static FhirContext create() {
            var context = FhirContext.forR4Cached();
            var options = new ParserOptions().setStripVersionsFromReferences(false);
            // References here are texts, never objects: HAPI need not walk each resource for some
            // that it has to contain, which is a third of what writing costs. What is contained by its
            // id is written as before.
            options.setAutoContainReferenceTargetsWithNoId(false);
            context.setParserOptions(options);
            return context;
        }
    }
}
