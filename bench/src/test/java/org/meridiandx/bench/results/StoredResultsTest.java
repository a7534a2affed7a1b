package org.meridiandx.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.patients.SyntheticPatients;
import org.meridiandx.bench.results.StoredResults.Resource;
import org.meridiandx.bench.results.StoredResults.Template;

class StoredResultsTest {

    private static final String REPORT = "a0000000-1111-4111-8111-000000000001";
    private static final String LINE = "b0000000-1111-4111-8111-000000000002";
    private static final String SPECIMEN = "c0000000-1111-4111-8111-000000000003";
    private final SyntheticPatients patients = new SyntheticPatients(10);
    private final StoredResults results = results();

    @Test
    void shouldGiveEachCopyIdsPatientAndNumberOfItsOwn() {
        // Given
        var report = results.template().report();

        // When
        var copy = new String(results.copy(report, 13), StandardCharsets.UTF_8);

        // Then
        assertThat(copy)
                .isEqualTo(StoredResults.id(REPORT, 13) + " " + StoredResults.id(LINE, 13) + " "
                        + patients.at(3).id() + " " + patients.at(3).nhsNumber() + " BT1-13");
    }

    @Test
    void shouldGiveNoIdTwice() {
        // Given
        var ids = new HashSet<String>();

        // When
        for (int i = 0; i < 100_000; i++) {
            ids.add(StoredResults.id(REPORT, i));
        }

        // Then
        assertThat(ids).hasSize(100_000).allMatch(id -> id.length() == REPORT.length());
    }

    private StoredResults results() {
        var patient = patients.at(0);
        String content = REPORT + " " + LINE + " " + patient.id() + " " + patient.nhsNumber() + " BT1";
        var template = new Template(
                "BT1",
                patient,
                new Resource(REPORT, content),
                List.of(new Resource(LINE, "")),
                new Resource(SPECIMEN, ""));
        return new StoredResults(template, patients, 100_000);
    }
}
