package org.meridiandx.result.subscriptions.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookSignatureTest {
    /// **Source:** RFC 4231, test case 2.
    @Test
    void shouldSignAsTheStandardDoes() {
        // Given
        var key = "Jefe".getBytes(StandardCharsets.US_ASCII);
        var body = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);

        // Then
        assertThat(HookSignature.of(key, body))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @ParameterizedTest
    @CsvSource({
        "200, Taken",
        "202, Taken",
        "204, Taken",
        "302, Failed",
        "400, Refused",
        "401, Failed",
        "404, Failed",
        "410, Failed",
        "413, Refused",
        "415, Refused",
        "422, Refused",
        "429, Failed",
        "500, Failed",
        "503, Failed"
    })
    void shouldTellRefusedContentFromAnythingElse(int status, String answer) {
        assertThat(HookAnswer.of(status).getClass().getSimpleName()).isEqualTo(answer);
    }
}
