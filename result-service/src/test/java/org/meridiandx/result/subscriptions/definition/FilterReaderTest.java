package org.meridiandx.result.subscriptions.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.problem.ProblemException;

class FilterReaderTest {
    @Test
    void shouldReadEachNameInItsWay() {
        // When
        var filter = FilterReader.read(List.of(
                "DiagnosticReport?patient=Patient/1,2&category=http://terminology.hl7.org/CodeSystem/v2-0074%7CLAB",
                "DiagnosticReport?code=http://snomed.info/sct|721981007,FBC",
                "DiagnosticReport?performer=Organization/RX902"
                        + "&requester=https://fhir.nhs.uk/Id/ods-organization-code|Y90001"));

        // Then
        assertThat(filter)
                .isEqualTo(new EventFilter(
                        List.of("1", "2"),
                        List.of("LAB"),
                        List.of("http://snomed.info/sct|721981007", "FBC"),
                        List.of("RX902"),
                        List.of("Y90001")));
    }

    @Test
    void shouldLetEverythingThroughWithoutFilters() {
        assertThat(FilterReader.read(List.of()))
                .isEqualTo(new EventFilter(List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void shouldRefuseTheSameNameInTwoFilters() {
        // Given
        var twice = List.of("DiagnosticReport?category=LAB", "DiagnosticReport?category=RAD");

        // Then
        assertThatThrownBy(() -> FilterReader.read(twice)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldRefuseMoreValuesThanItKeeps() {
        // Given
        var many = IntStream.range(0, 101).mapToObj(String::valueOf).collect(Collectors.joining(","));

        // Then
        assertThatThrownBy(() -> FilterReader.read(List.of("DiagnosticReport?patient=" + many)))
                .isInstanceOf(ProblemException.class);
    }
}
