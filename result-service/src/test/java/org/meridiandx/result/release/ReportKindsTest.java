package org.meridiandx.result.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.release.rules.Subject;
import org.meridiandx.result.resources.ResourceTree;

class ReportKindsTest {

    private static HeldReport report(String... categories) {
        var codings = Stream.of(categories)
                .map(code -> "{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0074\",\"code\":\"" + code + "\"}")
                .collect(Collectors.joining(","));
        var json = ResourceTree.parse(
                ("{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\",\"category\":[{\"coding\":[" + codings
                                + "]}]}")
                        .getBytes(StandardCharsets.UTF_8));
        var row = new HeldReport.Row("r", 1, "p", Instant.EPOCH, json);
        return new HeldReport(row, List.of(), List.of("RX902"), false, Map.of(), Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({"HM LAB, LABORATORY", "CT RAD, IMAGING", "HISTO LAB, LABORATORY OTHER", "GENETIK LAB, LABORATORY OTHER"
    })
    void shouldCountASectionOfTheSendersOwnAsOtherToo(String categories, String kinds) {
        // When
        var facts = report(categories.split(" ")).facts(false);

        // Then
        var expected = Stream.of(kinds.split(" ")).map(Subject::valueOf).collect(Collectors.toSet());
        assertThat(Set.copyOf(facts.subjects())).isEqualTo(expected);
    }
}
