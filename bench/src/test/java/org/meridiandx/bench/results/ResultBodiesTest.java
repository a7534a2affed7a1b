package org.meridiandx.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.patients.SyntheticPatients;

class ResultBodiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final SyntheticPatients patients = new SyntheticPatients(3);

    @Test
    void shouldReferInABundleToWhatIsInIt() throws IOException {
        // Given
        var patient = patients.at(1);

        // When
        var bundle = JSON.readTree(ResultBodies.bundle("B1", patient));

        // Then
        assertThat(bundle.path("entry")).hasSize(ResultBodies.BUNDLE_SIZE);
        var urls = new HashSet<String>();
        bundle.path("entry").forEach(entry -> urls.add(entry.path("fullUrl").asText()));
        assertThat(urls).hasSize(ResultBodies.BUNDLE_SIZE);
        var report = bundle.at("/entry/0/resource");
        assertThat(report.path("resourceType").asText()).isEqualTo("DiagnosticReport");
        report.path("result")
                .forEach(
                        line -> assertThat(urls).contains(line.path("reference").asText()));
        assertThat(urls).contains(report.at("/specimen/0/reference").asText());
        bundle.path("entry")
                .forEach(entry -> assertThat(
                                entry.at("/resource/subject/reference").asText())
                        .isEqualTo("Patient/" + patient.id()));
    }

    @Test
    void shouldSendAResultOfThePatientUnderItsNumber() {
        // Given
        var patient = patients.at(2);

        // When
        var message = new String(ResultBodies.oru("B7", patient), StandardCharsets.UTF_8);

        // Then
        assertThat(message.lines()).hasSize(10);
        assertThat(message).contains("|B7|P|2.5.1", "PID|1||" + patient.nhsNumber() + "^^^NHS^NH", "OBR|1||B7^RX902");
    }
}
