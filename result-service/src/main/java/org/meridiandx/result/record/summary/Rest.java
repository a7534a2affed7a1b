package org.meridiandx.result.record.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// All that an entry says beside its code and its times, and but for who recorded it where and when: the same text for
/// the same, whatever the order of its elements.
final class Rest {
    /// Who recorded it where and when: another source tells the same all the same.
    private static final Set<String> CIRCUMSTANCES = Set.of(
            "id",
            "meta",
            "text",
            "language",
            "identifier",
            "patient",
            "subject",
            "encounter",
            "context",
            "recorder",
            "asserter",
            "informationSource",
            "requester",
            "author",
            "recordedDate",
            "recorded",
            "dateAsserted",
            "authoredOn",
            "created",
            "primarySource",
            "reportOrigin");
    /// What is compared by itself.
    private static final Set<String> CODES_AND_TIMES = Set.of(
            "onsetDateTime",
            "onsetPeriod",
            "effectiveDateTime",
            "effectivePeriod",
            "occurrenceDateTime",
            "performedDateTime",
            "performedPeriod",
            "period");

    private Rest() {}

    /// @param codeElement what it is about, which is compared by itself
    static String of(ObjectNode entry, String codeElement) {
        var text = new StringBuilder();
        entry.properties().stream()
                .filter(member -> !CIRCUMSTANCES.contains(member.getKey())
                        && !CODES_AND_TIMES.contains(member.getKey())
                        && !member.getKey().equals(codeElement))
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> write(text, member.getKey(), member.getValue()));
        return text.toString();
    }

    private static void write(StringBuilder text, String name, JsonNode node) {
        text.append(name).append('=');
        if (node instanceof ObjectNode object) {
            text.append('{');
            object.properties().stream()
                    .filter(member -> !isName(object, member.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(member -> write(text, member.getKey(), member.getValue()));
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(one -> write(text, "", one));
            text.append(']');
        } else {
            text.append(node).append(';');
        }
    }

    /// What a code is called is not what it means.
    private static boolean isName(ObjectNode object, String member) {
        return member.equals("display") && object.path("code").isTextual()
                || member.equals("text")
                        && object.path("coding").isArray()
                        && ownWords(object).isEmpty();
    }

    /// What a concept says in words that are not the name of one of its codes: of "Adverse reaction to drug", which.
    ///
    /// @return lower case; may be empty
    static String ownWords(JsonNode concept) {
        var words = concept.path("text").asText().strip().toLowerCase(Locale.ROOT);
        for (var coding : concept.path("coding")) {
            if (coding.path("display").asText().strip().toLowerCase(Locale.ROOT).equals(words)) {
                return "";
            }
        }
        return words;
    }
}
