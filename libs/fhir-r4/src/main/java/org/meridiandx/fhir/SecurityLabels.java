package org.meridiandx.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The codes of `meta.security` of a stored resource.
///
/// Nearly no resource has any: the bytes are searched for the word first, and only what holds it
/// is read as JSON.
public final class SecurityLabels {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] WORD = "\"security\"".getBytes(StandardCharsets.US_ASCII);

    private SecurityLabels() {}

    /// One coding of `meta.security`.
    ///
    /// @param system its code system; empty where the record names none
    public record Label(String system, String code) {
        private static final char BAR = '|';

        /// From the form of [#toString].
        public static Label parse(String text) {
            var bar = text.lastIndexOf(BAR);
            return new Label(bar < 0 ? "" : text.substring(0, bar), text.substring(bar + 1));
        }

        /// `system|code`, as FHIR searches write it.
        @Override
        public String toString() {
            return system + BAR + code;
        }
    }

    /// @param content FHIR JSON as it is served
    /// @throws IllegalArgumentException where it is no JSON: nobody can say how sensitive it is
    public static Set<String> of(byte[] content) {
        return codesOf(codingsOf(content));
    }

    /// From the form in which tables keep them.
    ///
    /// @param texts each as of [Label#toString]
    public static Set<Label> parse(String... texts) {
        return Arrays.stream(texts).map(Label::parse).collect(Collectors.toUnmodifiableSet());
    }

    /// The codes of labels, which is what decisions go by.
    public static Set<String> codesOf(Set<Label> labels) {
        return labels.stream().map(Label::code).collect(Collectors.toUnmodifiableSet());
    }

    /// The same labels with their systems, to be handed on to a record that must be as closed.
    ///
    /// @throws IllegalArgumentException as above
    public static Set<Label> codingsOf(byte[] content) {
        if (!holdsWord(content)) {
            return Set.of();
        }
        try (var parser = JSON.createParser(content)) {
            var codes = new HashSet<Label>();
            parser.nextToken();
            if (enter(parser, "meta") && enter(parser, "security")) {
                collect(parser, codes);
            }
            return Set.copyOf(codes);
        } catch (IOException broken) {
            throw new IllegalArgumentException("a stored resource is no JSON", broken);
        }
    }

    /// Goes to the value of a member of the object that the parser stands at the start of.
    private static boolean enter(JsonParser parser, String member) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var isIt = parser.currentName().equals(member);
            parser.nextToken();
            if (isIt) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static void collect(JsonParser parser, Set<Label> labels) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            var system = "";
            var code = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var isText = parser.nextToken() == JsonToken.VALUE_STRING;
                if (isText && name.equals("code")) {
                    code = parser.getText();
                } else if (isText && name.equals("system")) {
                    system = parser.getText();
                }
                parser.skipChildren();
            }
            if (!code.isEmpty()) {
                labels.add(new Label(system, code));
            }
        }
    }

    private static boolean holdsWord(byte[] content) {
        var last = content.length - WORD.length;
        for (var i = 0; i <= last; i++) {
            if (content[i] == '"' && content[i + 1] == 's' && matches(content, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] content, int from) {
        for (var i = 0; i < WORD.length; i++) {
            if (content[from + i] != WORD[i]) {
                return false;
            }
        }
        return true;
    }
}
