package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Plays the published sample requests of CDS Hooks and its guides, which are no part of this repository.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SampleRequestsIT {
    /// Beside the repository, as the samples of HL7 v2 are.
    private static final Path SAMPLES = Path.of("..", "..", "shared", "data", "cds-hooks", "request");

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        RegionFixture.knowOnePatient(identity);
    }

    @Test
    void shouldAnswerEachSampleByTheRules() throws IOException {
        // Given
        assumeTrue(
                Files.isDirectory(SAMPLES),
                "no sample requests at " + SAMPLES.toAbsolutePath().normalize());
        try (var files = Files.list(SAMPLES)) {
            var all = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(all).isNotEmpty();
            for (var file : all) {
                var body = Files.readString(file);

                // When
                var answer =
                        HookFixture.post("gp", HookRules.read(body).path("hook").asText(), body);

                // Then
                assertThat(answer.statusCode())
                        .as(file + ": " + answer.asString())
                        .isEqualTo(200);
                HookRules.check(answer.asString());
            }
        }
    }
}
