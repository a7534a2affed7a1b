package org.meridiandx.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The ids that a stored resource names in one of its elements, read past all else.
final class NamedIds {
    private static final JsonFactory JSON = new JsonFactory();

    private NamedIds() {}

    /// @param content FHIR JSON as it is shown
    /// @param element holds a Reference, or a list of them
    /// @param target the type whose ids are wanted
    /// @throws IllegalArgumentException where it is no JSON
    static Stream<String> in(byte[] content, String element, String target) {
        try (var parser = JSON.createParser(content)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var isIt = parser.currentName().equals(element);
                parser.nextToken();
                if (isIt) {
                    return references(parser, target).stream();
                }
                parser.skipChildren();
            }
            return Stream.empty();
        } catch (IOException broken) {
            throw new IllegalArgumentException("a stored resource is no JSON", broken);
        }
    }

    /// Of the value that the parser stands at: `reference` of the Reference, or of each in the list.
    private static List<String> references(JsonParser parser, String target) throws IOException {
        var found = new ArrayList<String>();
        var level = parser.currentToken() == JsonToken.START_ARRAY ? 2 : 1;
        var depth = 1;
        while (depth > 0) {
            var token = parser.nextToken();
            if (token == null) {
                break;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (depth == level
                    && token == JsonToken.VALUE_STRING
                    && "reference".equals(parser.currentName())
                    && parser.getText().startsWith(target + "/")) {
                found.add(parser.getText().substring(target.length() + 1).split("/", 2)[0]);
            }
        }
        return found;
    }
}
