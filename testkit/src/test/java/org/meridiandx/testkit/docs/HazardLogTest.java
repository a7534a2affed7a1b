package org.meridiandx.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// docs/clinical-safety/hazard-log.md names each class that says what hazard it bears on, and no class that is gone.
class HazardLogTest {
    private static final Path ROOT = RepositoryRoot.find();
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");
    private static final Pattern ROW = Pattern.compile("\\| H(\\d+) (\\|[^|]+){6}\\|");

    @Test
    void shouldNameEachClassThatBearsOnAHazard() throws IOException {
        // When
        var bearing = sources(text -> text.contains("**Hazard:**"));

        // Then
        assertThat(bearing).isNotEmpty();
        assertThat(named()).containsAll(bearing);
    }

    @Test
    void shouldNameNothingThatIsNotThere() throws IOException {
        assertThat(sources(text -> true)).containsAll(named());
    }

    @Test
    void shouldRateEachHazardBeforeAndAfter() throws IOException {
        // When
        var rows = log().lines().filter(line -> line.startsWith("| H")).toList();

        // Then
        assertThat(rows).isNotEmpty().allMatch(row -> ROW.matcher(row).matches());
        assertThat(rows).extracting(row -> row.split(" ", 3)[1]).doesNotHaveDuplicates();
    }

    private static Set<String> named() throws IOException {
        return log().lines()
                .filter(line -> line.startsWith("| H"))
                .flatMap(line -> NAME.matcher(line).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String log() throws IOException {
        return Files.readString(ROOT.resolve("docs/clinical-safety/hazard-log.md"));
    }

    /// Names of main classes, and of the package where it is the package that says so.
    private static Set<String> sources(Predicate<String> text) throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> text.test(read(file)))
                    .map(HazardLogTest::nameOf)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String nameOf(Path file) {
        var name = file.getFileName().toString().replace(".java", "");
        return name.equals("package-info") ? file.getParent().getFileName().toString() : name;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
