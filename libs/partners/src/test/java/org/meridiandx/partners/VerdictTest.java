package org.meridiandx.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;

class VerdictTest {
    private static MllpClient.Reply reply(String code, String controlId, String error) {
        var text =
                "MSH|^~\\&|A|B\rMSA|" + code + "|" + controlId + "\rERR||PID^1^5|" + error + "|E||||Mr X is unknown\r";
        var message = ReceivedMessage.of(
                text.getBytes(StandardCharsets.UTF_8), ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        return new MllpClient.Reply(code, controlId, error, "Mr X is unknown", message);
    }

    @ParameterizedTest
    @CsvSource({
        "AA, M1, '',  Taken",
        "CA, M1, '',  Taken",
        "AE, M1, 101, Refused",
        "AR, M1, 200, Refused",
        "CE, M1, 101, Refused",
        "CR, M1, '',  Refused",
        "AR, M1, 207, Later",
        "AE, M1, 206, Later",
        "AA, M2, '',  Later",
        "'', M1, '',  Later",
        "XX, M1, '',  Later"
    })
    void shouldTellWhatIsToBecomeOfTheMessage(String code, String controlId, String error, String expected) {
        // When
        var verdict = Verdict.of(reply(code, controlId, error), "M1");

        // Then
        assertThat(verdict.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(verdict.toString()).doesNotContain("Mr X");
    }
}
