package org.meridiandx.identity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/security/asvs.md has each requirement of ASVS 5.0 V6 to V10, and names only what is there.
class AsvsTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+\\.\\d+\\.\\d+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+)#([a-z][A-Za-z0-9]+)`");
    private static final Pattern DOCUMENT = Pattern.compile("`([a-z][a-z-]*/[A-Za-z0-9/.-]+\\.md)`");

    /// How many requirements each section has. **Source:** OWASP ASVS 5.0.
    private static final Map<String, Integer> SECTIONS = sections();

    private static Map<String, Integer> sections() {
        var sections = new LinkedHashMap<String, Integer>();
        put(sections, 6, 3, 12, 8, 6, 8, 4, 2, 4);
        put(sections, 7, 3, 4, 2, 5, 3, 2);
        put(sections, 8, 4, 4, 3, 2);
        put(sections, 9, 3, 4);
        put(sections, 10, 2, 3, 5, 16, 5, 2, 3);
        return sections;
    }

    private static void put(Map<String, Integer> sections, int chapter, int... sizes) {
        IntStream.range(0, sizes.length).forEach(i -> sections.put(chapter + "." + (i + 1), sizes[i]));
    }

    @Test
    void shouldHaveEachRequirementOnceInOrder() throws IOException {
        // Given
        var expected = new ArrayList<String>();
        SECTIONS.forEach((section, size) ->
                IntStream.rangeClosed(1, size).forEach(number -> expected.add(section + "." + number)));

        // When
        var ids = rows().stream().map(Row::id).toList();

        // Then
        assertThat(ids).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldSayOfEachHowItIsMetOrThatItIsNot() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.how())
                        .as(row.id())
                        .matches(how -> TEST.matcher(how).find()
                                || DOCUMENT.matcher(how).find()
                                || how.startsWith("above")
                                || how.startsWith("not applicable: ")
                                || how.startsWith("not met: ")));
    }

    @Test
    void shouldNameOnlyTestsThatAreThere() throws IOException {
        // Given
        var sources = testSources();

        // When
        var missing = rows().stream()
                .flatMap(row -> TEST.matcher(row.how()).results())
                .filter(test -> sources.getOrDefault(test.group(1), List.of()).stream()
                        .noneMatch(source -> source.contains("void " + test.group(2) + "(")))
                .map(test -> test.group(1) + "#" + test.group(2))
                .toList();

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameOnlyDocumentsThatAreThere() throws IOException {
        // When
        var missing = DOCUMENT.matcher(document())
                .results()
                .map(found -> found.group(1))
                .filter(name -> !Files.exists(ROOT.resolve(name)))
                .toList();

        // Then
        assertThat(missing).isEmpty();
    }

    private record Row(String id, String how) {}

    private static List<Row> rows() throws IOException {
        return document()
                .lines()
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(3)))
                .toList();
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/security/asvs.md"));
    }

    private static Map<String, List<String>> testSources() throws IOException {
        var sources = new HashMap<String, List<String>>();
        for (var module : modules()) {
            try (var files = Files.walk(module)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.computeIfAbsent(
                                        file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                                .add(read(file)));
            }
        }
        return sources;
    }

    private static List<Path> modules() {
        return Stream.of("identity-service", "libs/access", "libs/jws", "libs/outgoing", "libs/fhir-r4")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
