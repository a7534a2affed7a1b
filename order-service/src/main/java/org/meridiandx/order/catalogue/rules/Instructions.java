package org.meridiandx.order.catalogue.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a patient is to do before a test, in the languages that there are.
///
/// @param byLanguage texts (Markdown) by BCP 47 tag, English among them; empty where nothing is to be done
public record Instructions(Map<String, String> byLanguage) {
    public static final String ENGLISH = "en";

    public Instructions {
        byLanguage = Map.copyOf(byLanguage);
    }

    /// A text and its language.
    ///
    /// @param language BCP 47 tag
    public record Text(String language, String text) {}

    /// Several instructions as one, in the languages that all of them have: half an instruction is none.
    public static Instructions of(List<Map<String, String>> parts) {
        var texts = new LinkedHashMap<String, String>();
        for (var language : parts.isEmpty()
                ? List.<String>of()
                : List.copyOf(parts.getFirst().keySet())) {
            if (parts.stream().allMatch(part -> part.containsKey(language))) {
                texts.put(
                        language,
                        String.join(
                                "\n\n",
                                parts.stream().map(part -> part.get(language)).toList()));
            }
        }
        return new Instructions(texts);
    }

    /// The text in the language that a reader takes best; in English where there is none.
    ///
    /// @param acceptLanguage the HTTP header; may be empty or broken
    /// @return empty where nothing is to be done
    public Optional<Text> in(String acceptLanguage) {
        var language = best(acceptLanguage).filter(byLanguage::containsKey).orElse(ENGLISH);
        return Optional.ofNullable(byLanguage.get(language)).map(text -> new Text(language, text));
    }

    private Optional<String> best(String acceptLanguage) {
        try {
            var ranges = Locale.LanguageRange.parse(acceptLanguage);
            var found = Locale.lookupTag(ranges, byLanguage.keySet());
            // The lookup gives the tag as it was asked for.
            return Optional.ofNullable(found)
                    .flatMap(tag -> byLanguage.keySet().stream()
                            .filter(tag::equalsIgnoreCase)
                            .findFirst());
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
