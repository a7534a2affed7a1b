package org.meridiandx.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hl7TimesTest {
    @ParameterizedTest
    @CsvSource({
        "2026, 2026",
        "202611, 2026-11",
        "20261121, 2026-11-21",
        "2026112109, 2026-11-21T09:00:00+00:00",
        "202611210930, 2026-11-21T09:30:00+00:00",
        "20260701093015, 2026-07-01T09:30:15+01:00",
        "20261121093015.123-0500, 2026-11-21T09:30:15-05:00",
        "20261121093015+05:30, 2026-11-21T09:30:15+05:30",
        "20261399, ''",
        "20260230, ''",
        "202611211, ''",
        "20261121093015+9900, ''",
        "soon, ''"
    })
    void shouldReadTimesNoMoreExactlyThanSent(String text, String expected) {
        // Given a timestamp

        // When
        var time = Hl7Times.dateTime(text);

        // Then
        assertThat(time.orElse("")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "20260228, 2026-02-28, 2026-02-28",
        "20260230, '', ''",
        "202602, 2026-02, ''",
        "2026, 2026, ''",
        "x, '', ''",
        "20261301, '', ''",
        "19580319000000, 1958-03-19, 1958-03-19"
    })
    void shouldReadDatesAsFarAsTheyGo(String text, String date, String day) {
        // Given a timestamp

        // When
        var read = Hl7Times.date(text);

        // Then
        assertThat(read.orElse("")).isEqualTo(date);
        assertThat(Hl7Times.day(text).orElse("")).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"09, 09:00:00", "0930, 09:30:00", "093015.5+0100, 09:30:15", "2460, ''", "noon, ''"})
    void shouldReadTimesOfDay(String text, String expected) {
        // Given a time of day

        // When
        var time = Hl7Times.time(text);

        // Then
        assertThat(time.orElse("")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"20261121, ''", "202611210930Z, ''", "202611210930, 2026-11-21T09:30:00+00:00"})
    void shouldTakeOnlyTimesWithAnHourAsInstants(String text, String expected) {
        // Given a timestamp

        // When
        var instant = Hl7Times.instant(text);

        // Then
        assertThat(instant.orElse("")).isEqualTo(expected);
    }
}
