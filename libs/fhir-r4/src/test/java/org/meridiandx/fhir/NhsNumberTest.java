package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemException;

class NhsNumberTest {
    @ParameterizedTest
    @CsvSource({
        "9990000018,9990000018",
        "999 000 0018,9990000018",
        "999-000-0018,9990000018",
        "' 9727710638',9727710638"
    })
    void shouldReadTheFormsPeopleWrite(String text, String expected) {
        // Given / When
        var number = NhsNumber.parse(text);

        // Then
        assertThat(number).map(NhsNumber::value).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "999000001",
                "99900000188",
                "9990000019",
                "999000001X",
                "9432003812",
                "4857773456",
                "９９９００００１８"
            })
    void shouldRefuseWhatFailsTheCheck(String text) {
        // Given / When
        var number = NhsNumber.parse(text);

        // Then
        assertThat(number).isEmpty();
        assertThatThrownBy(() -> new NhsNumber(text)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldNotShowItsDigitsInLogs() {
        // Given
        var number = new NhsNumber("9990000018");

        // When
        var text = "patient " + number;

        // Then
        assertThat(text).doesNotContain("999");
    }
}
