package org.meridiandx.result.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceTree;

class HeldReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ObjectNode LINE =
            json("\"resourceType\":\"Observation\",\"interpretation\":[{\"coding\":[{\"code\":\"N\"}]}]");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"status\":\"final\"; NORMAL",
                "\"result\":[{\"reference\":\"Observation/line\"}]; NORMAL",
                "\"result\":[{\"reference\":\"Observation/line\"},{\"reference\":\"Observation/elsewhere\"}]; ABNORMAL",
                "\"result\":[{\"reference\":\"Observation/line\"},{\"display\":\"Karyotype\"}]; ABNORMAL",
                "\"result\":[{\"reference\":\"#within\"}]; ABNORMAL",
                "\"conclusion\":\"see text\"; ABNORMAL",
                "\"presentedForm\":[{\"data\":\"AAAA\"}]; ABNORMAL",
                "NOTE\"Blasts were seen\"}}]; ABNORMAL",
                "NOTE\"Clinical information: tired\"}}]; NORMAL",
                "NOTE\"Reason: annual review\"}}]; NORMAL",
                "\"extension\":[{\"url\":\"urn:other\",\"valueString\":\"x\"}]; NORMAL"
            })
    void shouldTakeForNormalOnlyWhatSaysNothingInWordsOrElsewhere(String elements, Grade grade) {
        // Given
        var note = "\"extension\":[{\"url\":\"" + ReportNotes.URL + "\",\"valueAnnotation\":{\"text\":";
        var report = row("report", json("\"resourceType\":\"DiagnosticReport\"," + elements.replace("NOTE", note)));

        // When
        var facts = new HeldReport(report, List.of(row("line", LINE)), List.of(), false, Map.of(), NOW).facts(false);

        // Then
        assertThat(facts.grade()).isEqualTo(grade);
    }

    private static HeldReport.Row row(String id, ObjectNode json) {
        return new HeldReport.Row(id, 1, "patient", NOW, json);
    }

    private static ObjectNode json(String elements) {
        return ResourceTree.parse(("{" + elements + "}").getBytes(StandardCharsets.UTF_8));
    }
}
