package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.Hl7Batch;

class BatchEnvelopeTest {
    private static final String MESSAGE = "MSH|^~\\&|A|B|C|D|20261121||ORU^R01|1|P|2.5\r";

    @Test
    void shouldLeaveASingleMessageWithoutEnvelope() {
        // When
        var envelope = envelope(MESSAGE);

        // Then
        assertThat(envelope).isEmpty();
    }

    @Test
    void shouldAnswerSeveralMessagesWithoutEnvelopeWithABatch() {
        // When
        var answer = answer(envelope(MESSAGE + MESSAGE).orElseThrow());

        // Then
        assertThat(answer).startsWith("BHS|^~\\&|").endsWith("MSH|one\rBTS|1|\r");
    }

    @Test
    void shouldAnswerWithTheSeparatorsOfTheBatch() {
        // Given
        var file = "BHS#$%@!#A#B#C#D#20261121##X##77\r" + MESSAGE + "BTS#1\r";

        // When
        var answer = answer(envelope(file).orElseThrow());

        // Then
        assertThat(answer).startsWith("BHS#$%@!#C#D#A#B#20261121090000+0000##X##9#77\r");
    }

    @Test
    void shouldSurviveAHeaderThatIsCutShort() {
        // When
        var answer = answer(envelope("BHS|\r" + MESSAGE).orElseThrow());

        // Then
        assertThat(answer).startsWith("BHS|");
    }

    private static Optional<BatchEnvelope> envelope(String file) {
        var bytes = file.getBytes(StandardCharsets.UTF_8);
        return BatchEnvelope.of(bytes, Hl7Batch.split(bytes, 10));
    }

    private static String answer(BatchEnvelope envelope) {
        var one = Optional.of("MSH|one\r".getBytes(StandardCharsets.UTF_8));
        var bytes = envelope.around(List.of(one, Optional.empty()), Instant.parse("2026-11-21T09:00:00Z"), "9");
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
