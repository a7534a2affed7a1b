package org.meridiandx.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each rule is shown to be able to fail: the package `violations` breaks every one, but for those that are about
/// names.
class HouseRulesTest {

    private static final String BROKEN = "org.meridiandx.testkit.arch.violations";

    @ParameterizedTest
    @CsvSource({
        "NO_CYCLES, alpha",
        "STORAGE_IS_PRIVATE, ThingRepository",
        "PURE_CORE, ThingRule",
        "TRANSACTIONS_ON_SERVICES, ThingRepository",
        "NO_AWAIT_OR_SUBSCRIBE, ThingRepository",
        "NO_FIELD_INJECTION, ThingRepository",
        "NO_STANDARD_STREAMS, Beta",
        "NULL_MARKED, Alpha"
    })
    void shouldFindTheClassThatBreaksTheRule(HouseRule rule, String culprit) {
        // Given
        var classes = new ClassFileImporter().importPackages(BROKEN);

        // When
        var violations = new ClassRules(BROKEN).violations(classes);

        // Then
        assertThat(violations)
                .filteredOn(violation -> violation.rule() == rule)
                .isNotEmpty()
                .anyMatch(violation -> violation.text().contains(culprit));
    }

    /// The sample is made here: nothing in the project bears such names.
    @ParameterizedTest
    @CsvSource({"PACKAGES_ARE_THINGS, util", "CLASSES_ARE_THINGS, OrderManager"})
    void shouldFindNamesThatSayNothing(HouseRule rule, String name, @TempDir Path folder) throws IOException {
        // Given
        var classes = namesThatSayNothing(folder);

        // When
        var violations = new ClassRules(BROKEN).violations(classes);

        // Then
        assertThat(violations)
                .filteredOn(violation -> violation.rule() == rule)
                .isNotEmpty()
                .allMatch(violation -> violation.text().contains(name));
    }

    @Test
    void shouldFindWhatANativeServiceWouldLack(@TempDir Path library, @TempDir Path service) throws IOException {
        // Given
        Files.createDirectory(library.resolve("META-INF"));
        Files.writeString(
                library.resolve("META-INF/microprofile-config.properties"),
                "quarkus.native.resources.includes=model/*.properties\n");
        Files.writeString(
                service.resolve("application.properties"), "quarkus.native.resources.includes=dictionary.txt\n");
        URL[] both = {library.toUri().toURL(), service.toUri().toURL()};
        URL[] alone = {library.toUri().toURL()};

        // When
        List<Violation> lacking;
        List<Violation> none;
        try (var loader = new URLClassLoader(both, null);
                var silent = new URLClassLoader(alone, null)) {
            lacking = NativeResources.violations(loader);
            none = NativeResources.violations(silent);
        }

        // Then
        assertThat(lacking)
                .extracting(Violation::text)
                .singleElement()
                .asString()
                .contains("model/*.properties");
        assertThat(none).isEmpty();
    }

    @Test
    void shouldMeasureFilesMethodsAndParameters(@TempDir Path sources) throws IOException {
        // Given
        String body = "        x++;\n".repeat(41);
        Files.writeString(
                sources.resolve("Long.java"),
                "class Long {\n    void run(int x) {\n" + body + "    }\n" + "    // filler\n".repeat(300) + "}\n");
        Files.writeString(
                sources.resolve("Wide.java"),
                "class Wide {\n    void take(int a, int b, int c, int d, int e, int f) {}\n}\n"
                        + "record Row(int a, int b, int c, int d, int e, int f) {}\n");

        // When
        var violations = new SourceRules().violations(sources);

        // Then
        assertThat(violations)
                .extracting(Violation::text)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("Long.java has 3"),
                        text -> assertThat(text).contains("run has 43 lines"),
                        text -> assertThat(text).contains("take takes 6 parameters"));
    }

    @Test
    void shouldLetAnExemptionCoverItsClassOnly() {
        // Given
        var violations = List.of(
                new Violation(HouseRule.NO_AWAIT_OR_SUBSCRIBE, "Method <a.Server.start()> calls subscribe"),
                new Violation(HouseRule.NO_AWAIT_OR_SUBSCRIBE, "Method <a.Other.start()> calls subscribe"));
        var exemption = new Exemption(HouseRule.NO_AWAIT_OR_SUBSCRIBE, "Server", "the edge of the event loop");

        // Then
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MeridianArchitecture.report(violations, List.of(exemption)))
                .withMessageContaining("a.Other")
                .withMessageNotContaining("a.Server");
        assertThatCode(() -> MeridianArchitecture.report(violations.subList(0, 1), List.of(exemption)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldCountThePublicTypesOfALibraryOnly() {
        // Given
        var classes = new ClassFileImporter().importPackages("com.tngtech.archunit.core.domain");

        // When
        var ofLibrary = LibraryRules.violations(Path.of("libs", "large"), classes);
        var ofService = LibraryRules.violations(Path.of("large-service"), classes);
        var ofSmall = LibraryRules.violations(
                Path.of("libs", "small"), new ClassFileImporter().importPackages("org.meridiandx.testkit.arch"));

        // Then
        assertThat(ofLibrary)
                .singleElement()
                .satisfies(violation -> assertThat(violation.text()).contains("JavaClasses"));
        assertThat(ofService).isEmpty();
        assertThat(ofSmall).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Exemption(HouseRule.SMALL_LIBRARIES, "Large", "it grew"));
    }

    @Test
    void shouldRefuseAnExemptionThatNothingNeeds() {
        // Given
        var exemption = new Exemption(HouseRule.NO_CYCLES, "Gone", "it was there once");

        // Then
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MeridianArchitecture.report(List.of(), List.of(exemption)))
                .withMessageContaining("not needed any more");
    }

    @Test
    void shouldHoldTestsToNamesAndLengthsOnly(@TempDir Path folder) throws IOException {
        // Given
        var classes = namesThatSayNothing(folder);

        // Then
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MeridianArchitecture.checkTests(BROKEN, classes, List.of()))
                .withMessageContaining("CLASSES_ARE_THINGS")
                .withMessageContaining("PACKAGES_ARE_THINGS")
                .withMessageNotContaining("NO_STANDARD_STREAMS");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MeridianArchitecture.checkTests("org.meridiandx.nowhere"))
                .withMessageContaining("org.meridiandx.nowhere");
    }

    @Test
    void shouldRefuseABasePackageWithoutClasses() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> MeridianArchitecture.check("org.meridiandx.nowhere"))
                .withMessageContaining("org.meridiandx.nowhere");
    }

    /// A class that is named for nothing in a package that is, and writes to a standard stream.
    private static JavaClasses namesThatSayNothing(Path folder) throws IOException {
        var source = folder.resolve("OrderManager.java");
        Files.writeString(source, "package " + BROKEN + """
                .util;

                public class OrderManager {
                    void shout() {
                        System.out.println("loud");
                    }
                }
                """);
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-d", folder.toString(), source.toString()))
                .isZero();
        return new ClassFileImporter().importPath(folder);
    }
}
