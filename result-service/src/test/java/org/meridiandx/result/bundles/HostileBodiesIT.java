package org.meridiandx.result.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

/// Malformed and hostile bodies at every door: never a 5xx, never a stack trace, always an OperationOutcome.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class HostileBodiesIT {
    IdentityStandIn identity;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostile/fhir_json", "hostile/json_parsing", "hostile/json_transform"})
    void shouldAnswerEachWithAnOutcome(String folder) throws IOException {
        // Given
        var files = SharedData.files(folder, "*");
        var wrong = new ArrayList<String>();

        // When
        for (var file : files) {
            for (var door : List.of("", "$process-message", "DiagnosticReport", "Observation", "Specimen")) {
                var answer = Region.post("lab", door, Files.readAllBytes(file));
                var text = answer.asString();
                var isOutcome = text.contains("OperationOutcome")
                        || answer.statusCode() < 300 && (text.contains("Bundle") || text.contains("resourceType"));
                if (answer.statusCode() >= 500 || !isOutcome || text.contains("\tat ") || text.contains("java.")) {
                    wrong.add(answer.statusCode() + " " + door + " " + name(file));
                }
            }
        }

        // Then
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DiagnosticReport", "Observation", "Specimen"})
    void shouldRefuseWhatItDoesNotKnowByName(String type) {
        // Given
        var paths = Stream.of("?nonsense=1", "?_count=0", "?date=soon", "?_sort=name", "?status=")
                .filter(path -> !(type.equals("Specimen") && path.startsWith("?date")))
                .toList();

        // When
        var answers = paths.stream().map(path -> Region.get("gp", type + path)).toList();

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.asString()).contains("OperationOutcome");
        });
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
