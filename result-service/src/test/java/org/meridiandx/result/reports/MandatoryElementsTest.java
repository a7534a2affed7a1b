package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MandatoryElementsTest {
    private static final String CODE = "\"code\":{\"text\":\"x\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "OBSERVATION; \"status\":\"final\"; Observation.code",
                "OBSERVATION; \"status\":\"final\",\"code\":{}; Observation.code",
                "OBSERVATION; CODE; Observation.status",
                "OBSERVATION; \"status\":\"final\",CODE,\"component\":[{CODE},{\"valueString\":\"y\"}]; Observation.component[1].code",
                "DIAGNOSTIC_REPORT; \"status\":\"final\"; DiagnosticReport.code",
                "DIAGNOSTIC_REPORT; CODE; DiagnosticReport.status",
                "DIAGNOSTIC_REPORT; \"status\":\"final\",CODE,\"media\":[{\"comment\":\"y\"}]; DiagnosticReport.media[0].link"
            })
    void shouldNameWhatIsMissing(ResultType type, String elements, String place) {
        // When
        var faults = type.faults(body(type, elements));

        // Then
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.expressions()).containsExactly(place);
            assertThat(fault.detail()).contains("is missing");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "OBSERVATION; \"status\":\"final\",CODE",
                "OBSERVATION; \"_status\":{\"extension\":[{\"url\":\"urn:x\",\"valueCode\":\"unknown\"}]},CODE",
                "DIAGNOSTIC_REPORT; \"status\":\"unknown\",CODE",
                "SPECIMEN; \"note\":[{\"text\":\"x\"}]"
            })
    void shouldBeContentWithTheLeast(ResultType type, String elements) {
        assertThat(type.faults(body(type, elements))).isEmpty();
    }

    private static byte[] body(ResultType type, String elements) {
        return ("{\"resourceType\":\"" + type.fhirName() + "\"," + elements.replace("CODE", CODE) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
