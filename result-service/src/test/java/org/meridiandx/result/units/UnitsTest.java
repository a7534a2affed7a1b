package org.meridiandx.result.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "118, g/L, g/dL, 11.8",
        "5.4, mmol/L, umol/L, 5400",
        "6200, /uL, 10*9/L, 6.2",
        "4.5, 10*6/uL, 10*12/L, 4.5",
        "6.2, 10*9/L, 10^9/L, 6.2",
        "42, %, L/L, 0.42",
        "0.5, m[iU]/L, u[iU]/mL, 0.5",
        "760, mm[Hg], kPa, 101.32472",
        "30, mg/mmol, g/mol, 30",
        "5.4, {ratio}, {ratio}, 5.4",
    })
    void shouldConvertWhatMeasuresTheSame(BigDecimal value, String from, String to, BigDecimal expected) {
        // When
        var converted = Units.convert(value, from, to);

        // Then
        assertThat(converted).hasValueSatisfying(found -> assertThat(found).isEqualByComparingTo(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "mmol/L, mg/dL",
        "U/L, [iU]/L",
        "mL/min, mL/min/{1.73_m2}",
        "mmol/L, MMOL/L",
        "mg/L, unknown",
        "unknown, mg/L",
        "'', mg/L"
    })
    void shouldNotConvertWhatItDoesNotKnow(String from, String to) {
        assertThat(Units.convert(BigDecimal.ONE, from, to)).isEmpty();
    }

    @Test
    void shouldFindTheSameValueOnTheWayBack() {
        // Given
        var value = new BigDecimal("7.3");

        // When
        var everyWay = Units.sameAs("g/dL").keySet().stream()
                .map(unit -> Units.convert(value, "g/dL", unit)
                        .flatMap(there -> Units.convert(there, unit, "g/dL"))
                        .orElseThrow());

        // Then
        assertThat(everyWay)
                .hasSizeGreaterThan(10)
                .allSatisfy(back -> assertThat(back).isEqualByComparingTo(value));
    }
}
