package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class ReflectionMetadataTest {
    private static final String RESOURCE = "/META-INF/native-image/org.meridiandx/fhir-r4/reachability-metadata.json";

    @Test
    void shouldListTheModelThatHapiMakesByReflection() throws IOException, ReflectiveOperationException {
        // Given
        var types = new HashMap<String, Boolean>();

        // When
        try (var json = getClass().getResourceAsStream(RESOURCE)) {
            new ObjectMapper()
                    .readTree(json)
                    .path("reflection")
                    .forEach(entry -> types.put(
                            entry.path("type").asText(),
                            entry.path("allPublicMethods").asBoolean()));
        }

        // Then
        assertThat(types).hasSizeGreaterThan(3_000);
        assertThat(types).containsEntry("org.hl7.fhir.r4.model.Meta", true);
        assertThat(types).containsEntry("org.hl7.fhir.r4.model.DiagnosticReport", false);
        assertThat(types).containsKeys("org.hl7.fhir.utilities.xhtml.XhtmlNode", "ca.uhn.fhir.parser.JsonParser");
        assertThat(Class.forName("org.hl7.fhir.r4.model.DiagnosticReport")).isNotNull();
    }
}
