package org.meridiandx.identity.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A native executable has only those resources that are named; without the policy it does not
/// start.
class NativeResourcesTest {
    private static final String KEY = "quarkus.native.resources.includes";

    @Test
    void shouldNameWhatThisServiceReadsAndWhatItsLibrariesName() throws IOException {
        // Given
        var wanted = new TreeSet<>(List.of("access-policy.yaml", "demo-people.json"));
        var libraries = getClass().getClassLoader().getResources("META-INF/microprofile-config.properties");
        while (libraries.hasMoreElements()) {
            try (var content = libraries.nextElement().openStream()) {
                wanted.addAll(namedIn(content));
            }
        }

        // When
        List<String> named;
        try (var content = getClass().getResourceAsStream("/application.properties")) {
            named = namedIn(content);
        }

        // Then
        assertThat(wanted).hasSizeGreaterThan(2);
        assertThat(named).containsAll(wanted);
    }

    private static List<String> namedIn(java.io.InputStream content) throws IOException {
        var settings = new Properties();
        settings.load(content);
        return settings.containsKey(KEY) ? List.of(settings.getProperty(KEY).split(",")) : List.of();
    }
}
