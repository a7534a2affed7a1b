package org.meridiandx.imaging.studies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.imaging.header.StudyAttributes;
import org.meridiandx.imaging.matching.Match;

class ImagingStudyMapperTest {
    private final ImagingStudyMapper mapper = new ImagingStudyMapper("https://north.example");

    @Test
    void shouldWriteTheGoldenResource() throws IOException {
        // Given
        var labels = Set.of(new SecurityLabels.Label("urn:example:label", "HIV"), new SecurityLabels.Label("", "R"));
        var match =
                new Match.Matched(new Standing("pat-1", "pat-1", "9990000018", 0), "order-1", Set.of("Y90001"), labels);
        var series = new SeriesSummary(
                "1.2.4",
                Optional.of(1),
                "CT",
                "Chest 1mm",
                "CHEST",
                Optional.of(Instant.parse("2026-01-05T10:16:00Z")),
                64);

        // When
        var written = map(study(match), List.of(series));

        // Then
        assertThat(written).isEqualTo(golden());
    }

    @Test
    void shouldSayThatThePatientIsNotKnown() throws IOException {
        // When
        var written = map(study(new Match.Unmatched("unknown-patient")), List.of());

        // Then
        assertThat(written.at("/subject/display").asText()).isEqualTo("not matched to a patient yet");
        assertThat(written.at("/subject/reference").isMissingNode()).isTrue();
        assertThat(written.at("/basedOn").isMissingNode()).isTrue();
        assertThat(written.at("/series").isMissingNode()).isTrue();
    }

    private JsonNode map(Study study, List<SeriesSummary> series) throws IOException {
        return new ObjectMapper().readTree(mapper.map(study, series));
    }

    private static JsonNode golden() throws IOException {
        try (var file = ImagingStudyMapperTest.class.getResourceAsStream("/golden/imaging-study.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static Study study(Match match) {
        var attributes = new StudyAttributes(
                "1.2.3",
                "9990000018",
                "",
                "EXAMPLE^ALEX",
                Optional.of(LocalDate.of(1970, 1, 2)),
                "F",
                "ACC-1",
                "RX901",
                Optional.of(LocalDate.of(2026, 1, 5)),
                "101500.000000",
                Optional.of(Instant.parse("2026-01-05T10:15:00Z")),
                "S1",
                "CT chest",
                "SAMPLE^SAM^^Dr",
                "{}".getBytes(StandardCharsets.UTF_8));
        return new Study(
                "study-1",
                2,
                Instant.parse("2026-01-05T10:20:00.123Z"),
                Study.Ownership.of("RX903", match),
                attributes,
                List.of("CT"),
                "CHEST",
                1,
                64);
    }
}
