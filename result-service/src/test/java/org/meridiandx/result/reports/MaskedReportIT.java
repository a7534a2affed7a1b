package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Results;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Where the decision says mask, no address of a report shows what it says.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class MaskedReportIT {
    /// Somebody of their own: what is allowed about them is remembered for a while.
    private static final String PATIENT = "patient-masked";

    private static final String NHS_NUMBER = "9990000409";
    IdentityStandIn identity;
    private String id;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void fileAReport() throws IOException {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        Region.send(mllp.number(), ofThePatient(Samples.fullBloodCount("MASK1", "MASKED", "F", "118")));
        id = Region.found("gp", "DiagnosticReport?identifier=MASKED").getString("entry[0].resource.id");
    }

    @Test
    void shouldMaskReadsSearchesAndHistory() {
        // Given
        var line = Region.found("gp", "DiagnosticReport/" + id).getString("result[0].reference");
        identity.access().mask("Y90099", PATIENT);

        // When
        var shown = Stream.of(
                        "DiagnosticReport/" + id,
                        "DiagnosticReport?identifier=MASKED",
                        "DiagnosticReport?patient=" + PATIENT,
                        "DiagnosticReport/" + id + "/_history",
                        "DiagnosticReport/" + id + "/_history/1",
                        line,
                        "Observation?patient=" + PATIENT)
                .map(path -> Region.get("stranger", path))
                .toList();

        // Then
        assertThat(Region.get("gp", line).asString()).contains("valueQuantity");
        assertThat(shown).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
            assertThat(answer.asString())
                    .contains("SUBSETTED", "masked")
                    .doesNotContain("valueQuantity")
                    .doesNotContain("\"category\"")
                    .doesNotContain("\"result\"");
        });
    }

    @Test
    void shouldMaskWhatIsOnRecordAlready() {
        // Given
        var number = "MASK-" + System.nanoTime();
        var observation = Results.observation(number, NHS_NUMBER).toString().getBytes(StandardCharsets.UTF_8);
        var condition = "identifier=https://lab.example/line|" + number;
        Region.post("lab", "Observation", observation, "If-None-Exist", condition);
        identity.access().mask("Y90099", PATIENT);

        // When
        var again = Region.post("stranger", "Observation", observation, "If-None-Exist", condition);

        // Then
        assertThat(again.statusCode()).as(again.asString()).isEqualTo(200);
        assertThat(again.asString()).contains("masked").doesNotContain("1001371000000100");
    }

    @Test
    void shouldFindNothingByWhatIsMasked() {
        // Given
        identity.access().mask("Y90099", PATIENT);
        var query = "DiagnosticReport?patient=" + PATIENT + "&category=LAB";

        // When
        var masked = Region.found("stranger", query);

        // Then
        assertThat(Region.get("gp", query).asString()).contains(id);
        assertThat(masked.getInt("total")).isZero();
    }

    private static byte[] ofThePatient(byte[] message) {
        return new String(message, StandardCharsets.UTF_8)
                .replace(Samples.NHS_NUMBER, NHS_NUMBER)
                .getBytes(StandardCharsets.UTF_8);
    }
}
