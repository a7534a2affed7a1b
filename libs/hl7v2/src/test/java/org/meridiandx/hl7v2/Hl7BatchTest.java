package org.meridiandx.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7BatchTest {

    private static final String M1 = Sample.oru("M1", "2.5.1");
    private static final String M2 = Sample.oru("M2", "2.5.1");

    @Test
    void shouldUnwrapABatch() {
        // Given
        var file = "FHS|^~\\&\rBHS|^~\\&\r" + M1 + M2 + "BTS|2\rFTS|1\r";

        // When
        var batch = Hl7Batch.split(bytes(file), 10);

        // Then
        assertThat(batch.messages()).extracting(Hl7BatchTest::text).containsExactly(M1, M2);
        assertThat(batch.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\n\n"})
    void shouldSplitMessagesInARow(String end) {
        // Given
        var file = "\uFEFF" + (M1 + M2).replace("\r", end);

        // When
        var batch = Hl7Batch.split(bytes(file), 10);

        // Then
        assertThat(batch.messages()).hasSize(2);
        assertThat(Sample.received(batch.messages().get(1)).header().controlId())
                .isEqualTo("M2");
    }

    @Test
    void shouldSplitADumpOfFrames() {
        // Given
        var file = "\u000b" + M1 + "\u001c\r\u000b" + M2 + "\u001c\r";

        // When
        var batch = Hl7Batch.split(bytes(file), 10);

        // Then
        assertThat(batch.messages()).extracting(Hl7BatchTest::text).containsExactly(M1, M2);
    }

    @Test
    void shouldTellWhatIsOddAboutTheEnvelope() {
        // Given
        var file = "FHS|^~\\&\rBHS|^~\\&\r" + M1 + "BTS|5\r";

        // When
        var batch = Hl7Batch.split(bytes(file), 10);

        // Then
        assertThat(batch.messages()).hasSize(1);
        assertThat(batch.findings())
                .containsExactly("BTS-1 says 5, there are 1", "The file has no trailer (FTS): it may be cut short");
    }

    @Test
    void shouldReadUtf16() {
        // Given
        var file = ("\uFEFF" + M1 + M2).getBytes(StandardCharsets.UTF_16LE);

        // When
        var batch = Hl7Batch.split(file, 10);

        // Then
        assertThat(batch.messages()).extracting(Hl7BatchTest::text).containsExactly(M1, M2);
    }

    @Test
    void shouldBeBounded() {
        assertThatThrownBy(() -> Hl7Batch.split(bytes(M1 + M2), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Hl7Batch.split(bytes("nothing"), 1).findings()).hasSize(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
