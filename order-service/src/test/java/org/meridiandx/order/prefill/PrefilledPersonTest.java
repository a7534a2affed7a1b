package org.meridiandx.order.prefill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.directory.PatientDetails;
import org.meridiandx.directory.PatientDetails.Said;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.guidance.rules.record.PatientRecord;

class PrefilledPersonTest {
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private static String prepared(String group, String elements) {
        var person = new PatientRecord.Person("patient-1", "", Optional.empty(), Optional.empty(), false);
        var said = new Said(group, "{\"resourceType\":\"Patient\"," + elements + "}", "X26", NOW);
        var answer = new Parameters();
        new PrefilledPerson(person, NOW).addTo(answer, Optional.of(new PatientDetails(List.of(said), false)));
        return new String(FhirJson.encode(answer), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20, false",
        "2026-11-21T09:00:00Z, false",
        "2026-11-22, true",
        "2027-03-31, true",
        "2027-03-31T12:00:00Z, true",
    })
    void shouldTellWhatEndsLaterAndNothingThatHasEnded(String end, boolean isTold) {
        // Given
        var period = "\"period\":{\"end\":\"" + end + "\"}";

        // When
        var name = prepared("name", "\"name\":[{\"family\":\"Thorpe\"," + period + "}]");
        var address = prepared("address", "\"address\":[{\"line\":[\"4 Mill Lane\"]," + period + "}]");

        // Then
        assertThat(name.contains("Thorpe")).isEqualTo(isTold);
        assertThat(address.contains("4 Mill Lane")).isEqualTo(isTold);
    }
}
