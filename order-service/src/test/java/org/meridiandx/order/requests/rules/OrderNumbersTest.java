package org.meridiandx.order.requests.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderNumbersTest {
    @ParameterizedTest
    @CsvSource({"RX901, 71, RX90100001Z", "'', 1, M000001", "ABCDEFGHIJ, 2176782335, ABCDEFGHIJZZZZZZ"})
    void shouldFitDicom(String performer, long sequence, String expected) {
        // When
        var accession = OrderNumbers.accession(performer, sequence);

        // Then
        assertThat(accession).isEqualTo(expected).hasSizeLessThanOrEqualTo(OrderNumbers.MAX_ACCESSION);
    }

    @Test
    void shouldStopBeforeNumbersRepeat() {
        assertThatThrownBy(() -> OrderNumbers.placer(2_176_782_336L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrderNumbers.placer(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
