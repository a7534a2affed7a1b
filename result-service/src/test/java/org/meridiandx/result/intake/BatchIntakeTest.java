package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.ReceivedMessage;

class BatchIntakeTest {
    private final BatchIntake batches = new BatchIntake(Clock.systemUTC(), 1_000);

    private static String message(String controlId) {
        return "MSH|^~\\&|LIMS|RX902|M|N|20261121090000||ORU^R01|" + controlId + "|P|2.5.1\rPID|1\r";
    }

    private static Uni<Acknowledgement> take(ReceivedMessage message) {
        if (message.header().controlId().equals("ONE")) {
            throw new IllegalStateException("at once, and not in the Uni");
        }
        return Uni.createFrom().item(new Acknowledgement.Accepted(List.of()));
    }

    @Test
    void shouldAnswerEachMessageWhateverOneOfThemFailsBy() {
        // Given
        var body = ("BHS|^~\\&|LIMS|RX902\r" + message("ONE") + message("TWO") + "BTS|2\r")
                .getBytes(StandardCharsets.UTF_8);
        var batch = Hl7Batch.split(body, 10);

        // When
        var answer = BatchEnvelope.of(body, batch)
                .map(envelope ->
                        batches.take(envelope, batch, ReceivedMessage.Peer.named("test"), BatchIntakeTest::take))
                .orElseThrow()
                .await()
                .atMost(Duration.ofSeconds(10));

        // Then
        var text = new String(answer, StandardCharsets.UTF_8);
        assertThat(text).contains("MSA|AA|TWO", "|ONE", "BTS|2").doesNotContain("MSA|AA|ONE");
    }
}
