package org.meridiandx.identity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityProductionCheckTest {
    @TempDir
    Path folder;

    @Test
    void shouldNameEveryFaultAtOnce() {
        // Given
        var check = new IdentityProductionCheck(Optional.empty(), Optional.of(folder.resolve("missing")));

        // When
        var findings = check.findings();

        // Then
        assertThat(findings)
                .hasSize(2)
                .anySatisfy(finding -> assertThat(finding).contains("signing-key-file"));
    }

    @Test
    void shouldFindNothingWrongWithASafeConfiguration() throws Exception {
        // Given
        var key = Files.writeString(folder.resolve("key.pem"), "x");
        var check = new IdentityProductionCheck(Optional.of(key), Optional.empty());

        // When
        var findings = check.findings();

        // Then
        assertThat(findings).isEmpty();
    }
}
