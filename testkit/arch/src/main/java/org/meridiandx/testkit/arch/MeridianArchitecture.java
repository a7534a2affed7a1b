package org.meridiandx.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds one module's main code to the house rules. Every module has this one test:
///
/// ```java
/// class ArchitectureTest {
///     @Test
///     void shouldFollowTheHouseRules() {
///         MeridianArchitecture.check("org.meridiandx.order");
///     }
/// }
/// ```
public final class MeridianArchitecture {
    private static final Set<HouseRule> OF_TESTS =
            Set.of(HouseRule.PACKAGES_ARE_THINGS, HouseRule.CLASSES_ARE_THINGS, HouseRule.SHORT_SOURCES);

    private MeridianArchitecture() {}

    /// Fails with every violation at once.
    ///
    /// @param root the module's base package; its features are the packages below
    /// @param exemptions classes that may break one rule, each with its reason
    /// @throws AssertionError when a rule is broken, or an exemption is not needed, or there is nothing to check
    public static void check(String root, Exemption... exemptions) {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("No classes below " + root + ": is the base package right?");
        }
        var found = new ArrayList<>(violations(root, classes, Path.of("src", "main", "java")));
        found.addAll(NativeResources.violations(MeridianArchitecture.class.getClassLoader()));
        found.addAll(LibraryRules.violations(Path.of(""), classes));
        report(found, List.of(exemptions));
    }

    /// Holds one module's tests to the rules that hold for tests too: names of packages and classes, and how long
    /// files and methods are and how many parameters they take.
    ///
    /// @throws AssertionError when a rule is broken, or an exemption is not needed, or there is nothing to check
    public static void checkTests(String root, Exemption... exemptions) {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("No tests below " + root + ": is the base package right?");
        }
        checkTests(root, classes, List.of(exemptions));
    }

    static void checkTests(String root, JavaClasses classes, List<Exemption> exemptions) {
        var found = violations(root, classes, Path.of("src", "test", "java")).stream()
                .filter(violation -> OF_TESTS.contains(violation.rule()))
                .toList();
        report(found, exemptions);
    }

    static List<Violation> violations(String root, JavaClasses classes, Path sources) {
        var violations = new ArrayList<>(new ClassRules(root).violations(classes));
        violations.addAll(new SourceRules().violations(sources));
        return violations;
    }

    static void report(List<Violation> violations, List<Exemption> exemptions) {
        var open = violations.stream()
                .filter(violation -> exemptions.stream().noneMatch(violation::isCoveredBy))
                .map(Violation::toString)
                .toList();
        var stale = exemptions.stream()
                .filter(exemption -> violations.stream().noneMatch(violation -> violation.isCoveredBy(exemption)))
                .map(exemption -> "not needed any more: " + exemption)
                .toList();
        if (!open.isEmpty() || !stale.isEmpty()) {
            throw new AssertionError(Arrays.asList(open, stale).stream()
                    .flatMap(List::stream)
                    .collect(Collectors.joining("\n  ", "House rules broken:\n  ", "")));
        }
    }
}
