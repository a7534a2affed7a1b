package org.meridiandx.identity.ods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OdsRecordTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "A, '', true",
        "C, '', false",
        "D, '', false",
        "P, '', false",
        "A, 2026-11-22, false",
        "A, 2026-11-23, true",
        "'', 2020-01-01, false",
        "C, 2030-01-01, false",
    })
    void shouldBeActiveWhileItIsOpen(String status, String closed, boolean isActive) {
        // Given
        var record = OdsRecord.of(
                "X01", List.of(told(OdsLayout.EPRACCUR, "", Map.of(OdsField.STATUS, status, OdsField.CLOSED, closed))));

        // When
        var answer = record.isActive(TODAY);

        // Then
        assertThat(answer).isEqualTo(isActive);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSayTheSameInWhateverOrderTheRowsCome(long seed) {
        // Given
        var rows = new ArrayList<>(List.of(
                told(OdsLayout.ETRUST, "", Map.of(OdsField.NAME, "first", OdsField.KIND, "trust-site")),
                told(
                        OdsLayout.HOSPITAL_SITES,
                        "",
                        Map.of(OdsField.NAME, "second", OdsField.CITY, "T", OdsField.LATITUDE, "54")),
                told(OdsLayout.TRUSTS, "", Map.of(OdsField.CITY, "U", OdsField.POSTCODE, "ZZ1")),
                told(OdsLayout.SUCC, "B", Map.of(OdsField.SUCCESSOR, "B")),
                told(OdsLayout.SUCC, "A", Map.of(OdsField.SUCCESSOR, "A", OdsField.SUCCEEDED_ON, "2020-01-01"))));
        var expected = OdsRecord.of("X01", rows);
        Collections.shuffle(rows, new Random(seed));

        // When
        var record = OdsRecord.of("X01", rows);

        // Then
        assertThat(record).isEqualTo(expected);
        assertThat(record.kind()).contains(OdsKind.TRUST_SITE);
        assertThat(record.value(OdsField.NAME)).contains("first");
        assertThat(record.value(OdsField.LATITUDE)).contains("54");
        assertThat(record.value(OdsField.CITY)).contains("T");
        assertThat(record.value(OdsField.POSTCODE))
                .as("no address from two sources")
                .isEmpty();
        assertThat(record.successors()).extracting(OdsRecord.Successor::code).containsExactly("A", "B");
    }

    @Test
    void shouldHaveNoKindWhileOnlyASuccessionIsKnown() {
        // When
        var record = OdsRecord.of("X01", List.of(told(OdsLayout.SUCC, "B", Map.of(OdsField.SUCCESSOR, "B"))));

        // Then
        assertThat(record.kind()).isEmpty();
    }

    private static OdsRecord.Told told(OdsLayout layout, String part, Map<OdsField, String> fields) {
        return new OdsRecord.Told(layout, new OdsEntry("X01", part, fields));
    }
}
