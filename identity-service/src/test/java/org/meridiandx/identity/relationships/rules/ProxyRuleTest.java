package org.meridiandx.identity.relationships.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRuleTest {

    @ParameterizedTest
    @CsvSource({
        // born 2015-06-10
        "PARENT,            2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z, 2026-06-09T23:00:00Z, false",
        "PARENT,            2026-06-10T00:00:00Z, 2026-06-10T00:00:00Z, 2026-06-09T23:00:00Z, true",
        "GUARDIAN,          2020-01-01T00:00:00Z, 2020-01-01T00:00:00Z, 2026-06-09T23:00:00Z, false",
        "CARER,             2026-07-01T00:00:00Z, 2031-06-09T23:00:00Z, , false",
        "PARENT_REVIEWED,   2026-07-01T00:00:00Z, 2026-07-01T00:00:00Z, 2031-06-09T23:00:00Z, false",
        "PARENT_REVIEWED,   2031-06-10T00:00:00Z, 2031-06-10T00:00:00Z, 2031-06-09T23:00:00Z, true",
        "ADULT_CONSENT,     2026-07-01T00:00:00Z, 2031-06-09T23:00:00Z, , false",
        "POWER_OF_ATTORNEY, 2035-01-01T00:00:00Z, 2035-01-01T00:00:00Z, , false"
    })
    void shouldCountByAge(ProxyRule.Kind kind, Instant granted, Instant since, Instant until, boolean never) {
        // When
        var period = ProxyRule.period(kind, LocalDate.of(2015, 6, 10), granted);

        // Then
        assertThat(period).isEqualTo(new ProxyRule.Period(since, Optional.ofNullable(until)));
        assertThat(period.isEmpty()).isEqualTo(never);
    }
}
