package org.meridiandx.identity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// A native executable has only those resources that are named; without the policy it does not
/// start.
class NativeResourcesTest {
    @Test
    void shouldNameWhatThisServiceReads() throws IOException {
        // Given
        var settings = new Properties();

        // When
        try (var content = getClass().getResourceAsStream("/application.properties")) {
            settings.load(content);
        }

        // Then
        assertThat(settings.getProperty("quarkus.native.resources.includes").split(","))
                .contains("access-policy.yaml", "demo-people.json");
    }
}
