package org.meridiandx.identity.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HowLongTest {
    @ParameterizedTest
    @CsvSource({
        "P90D, 90 days",
        "P1D, 1 day",
        "PT12H, 12 hours",
        "PT1H, 1 hour",
        "PT90M, 90 minutes",
        "PT5M, 5 minutes",
        "PT30S, 1 minute"
    })
    void shouldSayHowLongInPlainWords(Duration duration, String expected) {
        // When
        var words = HowLong.inWords(duration);

        // Then
        assertThat(words).isEqualTo(expected);
    }
}
