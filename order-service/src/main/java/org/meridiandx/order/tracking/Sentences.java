package org.meridiandx.order.tracking;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// Says what happened, in a language that there is a file for, with times as clocks in the United
/// Kingdom show them.
///
/// Another language is a file `tracking/sentences_[tag].properties` with the same keys, and its tag
/// in `LANGUAGES`. One that nobody who speaks it has read yet says `translation=draft`.
public final class Sentences {
    private static final ZoneId UNITED_KINGDOM = ZoneId.of("Europe/London");
    private static final List<String> LANGUAGES = List.of("en", "cy");
    private static final Map<String, Properties> FILES = files();
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private final Locale language;
    private final Properties sentences;
    private final String reader;

    private Sentences(String language, String reader) {
        this.language = Locale.forLanguageTag(language);
        this.sentences = FILES.getOrDefault(language, new Properties());
        this.reader = reader;
    }

    /// The best of the languages that a reader takes; English where there is none.
    ///
    /// @param acceptLanguage the HTTP header; may be empty or broken
    /// @param isPatient whether the patient reads it, or somebody who works on it
    public static Sentences of(String acceptLanguage, boolean isPatient) {
        return new Sentences(languageOf(acceptLanguage), isPatient ? "patient" : "professional");
    }

    private static String languageOf(String acceptLanguage) {
        try {
            var ranges = Locale.LanguageRange.parse(acceptLanguage);
            var best = Locale.lookupTag(ranges, LANGUAGES);
            return best == null ? LANGUAGES.getFirst() : best;
        } catch (IllegalArgumentException broken) {
            return LANGUAGES.getFirst();
        }
    }

    /// The BCP 47 tag of the language.
    public String language() {
        return language.toLanguageTag();
    }

    /// Whether somebody who speaks the language is still to read the sentences.
    public boolean isDraft() {
        return sentences.getProperty("translation", "").equals("draft");
    }

    /// @param now the present, because a date of this year needs no year
    public String of(Milestone milestone, Instant now) {
        var key = reader + "." + milestone.kind().code();
        var sentence = sentences.getProperty(key + (milestone.words().isEmpty() ? "" : ".words"));
        return (sentence == null ? sentenceOf(key) : sentence)
                .replace("{when}", when(milestone.at(), now))
                .replace("{who}", milestone.who().isEmpty() ? sentenceOf(reader + ".somebody") : milestone.who())
                .replace("{words}", milestone.words());
    }

    /// What is said of a request to which nothing happened yet.
    public String nothingYet() {
        return sentenceOf(reader + ".draft");
    }

    private String sentenceOf(String key) {
        return sentences.getProperty(key, key);
    }

    private String when(Instant at, Instant now) {
        var time = at.atZone(UNITED_KINGDOM);
        var isThisYear = time.getYear() == now.atZone(UNITED_KINGDOM).getYear();
        var month = sentences.getProperty("months", "").split(",")[time.getMonthValue() - 1];
        return time.getDayOfMonth() + " " + month + (isThisYear ? " " : " " + time.getYear() + " ")
                + CLOCK.format(time);
    }

    private static Map<String, Properties> files() {
        var files = new LinkedHashMap<String, Properties>();
        for (var language : LANGUAGES) {
            files.put(language, file("/tracking/sentences_" + language + ".properties"));
        }
        return Map.copyOf(files);
    }

    private static Properties file(String name) {
        try (var file = Sentences.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The service was built without " + name);
            }
            var sentences = new Properties();
            sentences.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return sentences;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " cannot be read", unreadable);
        }
    }
}
