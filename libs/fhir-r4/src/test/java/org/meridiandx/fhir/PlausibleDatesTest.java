package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

class PlausibleDatesTest {
    /// Half past midnight in England (summer time), still the day before in UTC.
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-30T23:30:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        ", true",
        "1850, true",
        "1850-01-01, true",
        "1849-12-31, false",
        "1849, false",
        "0000, false",
        "0000-01-01, false",
        "0001-01-01, false",
        "9999-12-31, false",
        "2026, true",
        "2027, false",
        "2026-07, true",
        "2026-08, false",
        "2026-07-01, true",
        "2026-07-02, false",
        "2026-02-30, false",
        "20260701, false",
        "yesterday, false",
        "-999, false",
        "'', false"
    })
    void shouldKnowABirthThatCanBeTrue(String date, boolean isPlausible) {
        // Given / When
        var problem = PlausibleDates.birthDate(date, CLOCK, "Patient.birthDate");

        // Then
        assertThat(problem.isEmpty()).isEqualTo(isPlausible);
    }

    @ParameterizedTest
    @CsvSource({
        ", true",
        "1850, true",
        "1849-12-31T23:59:59Z, false",
        "2026-11-21T10:00:00.123+01:00, true",
        "2026-11-21T10:00:00, false",
        "2026-11-21T25:00:00Z, false",
        "2200-12-31, true",
        "2201, false",
        "2201-01-01T00:00:00Z, false",
        "9999-12-31T23:59:59Z, false",
        "0000-01-01T00:00:00Z, false",
        "+12026-01-01T00:00:00Z, false",
        "٢٠٢٦, false"
    })
    void shouldKnowAnOccurrenceThatCanBeTrue(String date, boolean isPlausible) {
        // Given / When
        var problem = PlausibleDates.occurrence(date, "ServiceRequest.occurrenceDateTime");

        // Then
        assertThat(problem.isEmpty()).isEqualTo(isPlausible);
    }

    @ParameterizedTest
    @CsvSource({
        ", , ''",
        "2026-05-01, , ''",
        ", 2026-05-01, ''",
        "2026-05-01, 2026-05-01, ''",
        "2026-05-01, 2026, ''",
        "2026-05-02, 2026-05, ''",
        "2026-05-01T10:00:00Z, 2026-05-01, ''",
        "2026-05-01T10:00:00Z, 2026-05-01T10:00:00Z, ''",
        "2026-05-01T10:00:00+01:00, 2026-05-01T09:00:00Z, ''",
        "2026-05-02, 2026-05-01, period",
        "2026-05-01, 2026-04, period",
        "2026-05-01T10:00:00Z, 2026-05-01T09:59:59Z, period",
        "0000, 2026, period.start",
        "2026, 9999, period.end"
    })
    void shouldKnowAPeriodThatEndsBeforeItStarts(String start, String end, String blamed) {
        // Given / When
        var problems = PlausibleDates.period(start, end, "period");

        // Then
        var places = problems.stream()
                .map(Problem::expressions)
                .map(list -> list.getFirst())
                .toList();
        assertThat(String.join(",", places)).isEqualTo(blamed);
    }

    @Test
    void shouldNameThePlaceAndNeverTheValue() {
        // Given / When
        var problem = PlausibleDates.birthDate("1066-10-14", CLOCK, "Patient.birthDate")
                .orElseThrow();

        // Then
        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_VALUE);
        assertThat(problem.expressions()).containsExactly("Patient.birthDate");
        assertThat(problem.detail()).contains("Patient.birthDate").doesNotContain("1066");
    }
}
