package org.meridiandx.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// What a role that nobody can have may do, nobody can do; a role that nothing asks for opens
/// nothing.
class RolesTest {
    private static final Pattern COMPARED = Pattern.compile("role\\(\\)\\.equals\\(\"([a-z-]*)\"\\)");
    private static final Pattern ASKED =
            Pattern.compile("(\\w+)\\.contains\\(\\s*(?:\\w+\\.(?:get\\(\\)\\.)?)?role(?:\\(\\))?\\)");
    private static final Pattern REQUIRED = Pattern.compile("requireRole\\(\\w+, Set\\.of\\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("\"([a-z-]+)\"");
    private static final Pattern IN_POLICY = Pattern.compile("\\b(?:not-)?role: \\[([^]]*)]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\| ([^|]*) \\|");
    private static final Pattern SAID = Pattern.compile("role in the token: ([^.]*)\\.");

    @Test
    void shouldRegisterEveryRoleThatCodeAsksFor() throws IOException {
        // Given
        var asked = rolesInCode();

        // When
        var missing = without(asked, ClientRules.ROLES);

        // Then
        assertThat(asked).contains("operator", "patient-administration", "patient", "loader", "radiologist");
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldRegisterEveryRoleThatThePolicyNames() throws IOException {
        // Given
        var named = rolesInPolicy();

        // When
        var missing = without(named, ClientRules.ROLES);

        // Then
        assertThat(named).contains("auditor", "developer", "archive");
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldHaveNoRoleThatNothingAsksFor() throws IOException {
        // Given
        var asked = rolesInCode();
        asked.addAll(rolesInPolicy());

        // When
        var idle = without(ClientRules.ROLES, asked);

        // Then
        assertThat(idle).isEmpty();
    }

    @Test
    void shouldNameEveryRoleInTheReference() throws IOException {
        // Given
        var said = SAID.matcher(Files.readString(reference()));

        // When
        var isThere = said.find();

        // Then
        assertThat(isThere).isTrue();
        assertThat(Set.of(said.group(1).split(",\\s+|\\s+or\\s+"))).isEqualTo(ClientRules.ROLES);
    }

    private static Set<String> rolesInPolicy() throws IOException {
        var roles = new TreeSet<String>();
        var policy = RepositoryRoot.find().resolve("identity-service/src/main/resources/access-policy.yaml");
        IN_POLICY.matcher(Files.readString(policy)).results().forEach(match -> addAll(roles, match.group(1), ",\\s*"));
        ROW.matcher(Files.readString(reference())).results().forEach(match -> addAll(roles, match.group(1), " "));
        roles.remove("*");
        return roles;
    }

    /// What is compared with the role of a caller in any module, and the sets that it is looked for in.
    private static Set<String> rolesInCode() throws IOException {
        var roles = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(RepositoryRoot.find())) {
            for (var file : files.filter(RolesTest::isMainCode).toList()) {
                var source = Files.readString(file);
                COMPARED.matcher(source).results().forEach(match -> roles.add(match.group(1)));
                REQUIRED.matcher(source).results().forEach(match -> addWords(roles, match.group(1)));
                ASKED.matcher(source).results().forEach(match -> addWords(roles, setOf(source, match.group(1))));
            }
        }
        roles.remove("");
        return roles;
    }

    private static boolean isMainCode(Path file) {
        return file.toString().endsWith(".java")
                && file.toString().contains("/src/main/java/")
                && !file.getFileName().toString().equals("ClientRules.java");
    }

    /// What the constant of this name holds.
    private static String setOf(String source, String name) {
        var constant =
                Pattern.compile("\\b" + name + "\\s*=\\s*Set\\.of\\(([^)]*)\\)").matcher(source);
        return constant.find() ? constant.group(1) : "";
    }

    private static void addWords(Set<String> roles, String text) {
        WORD.matcher(text).results().forEach(word -> roles.add(word.group(1)));
    }

    private static void addAll(Set<String> roles, String text, String between) {
        roles.addAll(Set.of(text.strip().split(between)));
    }

    private static Set<String> without(Set<String> all, Set<String> known) {
        var rest = new TreeSet<>(all);
        rest.removeAll(known);
        return rest;
    }

    private static Path reference() {
        return RepositoryRoot.find().resolve("docs/security/access-policy.md");
    }
}
