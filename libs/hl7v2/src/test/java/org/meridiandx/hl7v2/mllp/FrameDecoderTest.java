package org.meridiandx.hl7v2.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDecoderTest {

    /// `<` stands for VT, `>` for FS, `/` for CR, `_` for LF.
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "<MSH|a>/,              frame MSH|a",
                "<MSH|a>,               frame MSH|a",
                "<MSH|a>_,              frame MSH|a",
                "<MSH|a>/<MSH|b>/,      frame MSH|a; frame MSH|b",
                "<MSH|a><MSH|b>,        frame MSH|a; frame MSH|b",
                "' /_ <MSH|a>/ /_ ',    frame MSH|a",
                "<<MSH|a>/,             frame MSH|a",
                "<MSH|a<MSH|b>/,        cut off; frame MSH|b",
                "<a<b>/,                frame a<b",
                "<>/,                   frame ''",
                "xyz<MSH|a>/,           junk; frame MSH|a",
                "MSH|a>/,               unstarted",
                "MSH|a>/<MSH|b>/,       unstarted; frame MSH|b",
                ">/>/,                  none",
                "<MSH|a,                none",
                "GET /,                 none",
            })
    void shouldCutTheSameFramesHoweverTheBytesArrive(String sent, String expected) {
        // Given
        var bytes = sent.replace('<', (char) 0x0B)
                .replace('>', (char) 0x1C)
                .replace('/', '\r')
                .replace('_', '\n')
                .getBytes(StandardCharsets.US_ASCII);

        for (int size = 1; size <= bytes.length; size++) {
            // When
            var frames = decode(new FrameDecoder(1024), bytes, size);

            // Then
            assertThat(String.join("; ", frames)).as("pieces of %d", size).isEqualTo(expected == null ? "" : expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "1000", "1000000"})
    void shouldGiveUpAtTheLimitAndKeepOnlyTheStart(int size) {
        // Given
        var decoder = new FrameDecoder(10_000);
        var bytes = ("\u000bMSH|" + "x".repeat(20_000) + "\u001c\r").getBytes(StandardCharsets.US_ASCII);

        // When
        var frames = decode(decoder, bytes, size);

        // Then
        assertThat(frames).containsExactly("too large 4096", "too large ended");
        assertThat(decoder.isInsideFrame()).isFalse();
    }

    @Test
    void shouldTakeAMessageOfExactlyTheLimit() {
        // Given
        var bytes = ("\u000b" + "x".repeat(10_000) + "\u001c\r").getBytes(StandardCharsets.US_ASCII);

        // Then
        assertThat(decode(new FrameDecoder(10_000), bytes, 777))
                .hasSize(1)
                .first()
                .asString()
                .hasSize(10_006);
    }

    @Test
    void shouldGiveUpOnEndlessJunk() {
        // Given
        var bytes = "x".repeat(FrameDecoder.MOST_JUNK * 2).getBytes(StandardCharsets.US_ASCII);

        // Then
        assertThat(decode(new FrameDecoder(1024), bytes, 1000)).containsExactly("endless junk");
    }

    @Test
    void shouldKnowThatAFrameIsHalf() {
        // Given
        var decoder = new FrameDecoder(1024);

        // When
        decode(decoder, "\u000bMSH|".getBytes(StandardCharsets.US_ASCII), 2);

        // Then
        assertThat(decoder.isInsideFrame()).isTrue();
    }

    private static List<String> decode(FrameDecoder decoder, byte[] bytes, int size) {
        var frames = new ArrayList<String>();
        for (int from = 0; from < bytes.length; from += size) {
            decoder.feed(Unpooled.wrappedBuffer(bytes, from, Math.min(size, bytes.length - from)));
            for (var frame = decoder.next(); frame != null; frame = decoder.next()) {
                frames.add(describe(frame));
            }
        }
        return frames;
    }

    private static String describe(Frame frame) {
        return switch (frame) {
            case Frame.Complete complete ->
                "frame "
                        + (complete.content().length == 0
                                ? "''"
                                : new String(complete.content(), StandardCharsets.US_ASCII).replace((char) 0x0B, '<'));
            case Frame.TooLarge tooLarge -> "too large " + tooLarge.start().length;
            case Frame.TooLargeEnded ignored -> "too large ended";
            case Frame.Unstarted ignored -> "unstarted";
            case Frame.Junk junk -> junk.endless() ? "endless junk" : "junk";
            case Frame.CutOff ignored -> "cut off";
        };
    }
}
