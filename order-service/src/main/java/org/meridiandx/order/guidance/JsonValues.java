package org.meridiandx.order.guidance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Holds the values of facts to the JSON types that FHIR gives them: the parser takes a number in
/// quotes for a number, and who sends one may have mixed up two fields.
final class JsonValues {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonValues() {}

    /// @param body that was read as FHIR JSON before
    /// @throws ProblemException 400 that names the element
    static void requireTyped(byte[] body) {
        try (var json = JSON.createParser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    var element = json.currentName();
                    requireFit(element, json.nextToken());
                }
            }
        } catch (IOException read) {
            throw new UncheckedIOException(read);
        }
    }

    private static void requireFit(String element, JsonToken value) {
        var fits = switch (element) {
            case "valueDecimal", "valueInteger" -> value.isNumeric();
            case "valueBoolean" -> value.isBoolean();
            default -> true;
        };
        if (!fits) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "'" + element + "' is a JSON " + (element.equals("valueBoolean") ? "true or false" : "number")
                            + ", without quotes.",
                    "Parameters.parameter." + element);
        }
    }
}
