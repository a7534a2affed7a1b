package org.meridiandx.imaging.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    @Test
    void shouldReadPartsWhateverTheReadsAreCutInto() throws IOException {
        // Given
        var random = new Random(7);
        var content = new byte[200_000];
        random.nextBytes(content);
        var tricky = "\r\n--B\r\r\n--\r\n-".getBytes(StandardCharsets.ISO_8859_1);
        var body = join(
                "ignored\r\n--BB\r\nContent-Type: application/dicom\r\n\r\n",
                content,
                "\r\n--BB\r\nA: b\r\n\r\n",
                tricky,
                "\r\n--BB--\r\nalso ignored");

        for (var step : List.of(1, 2, 7, 4096, 1 << 20)) {
            // When
            var parts = read(new Slow(body, step));

            // Then
            assertThat(parts).as("step " + step).containsExactly(content, tricky);
        }
    }

    @Test
    void shouldReadEmptyPartsAndSkipUnreadOnes() throws IOException {
        // Given
        var reader = new MultipartReader(stream("--B\r\nA: b\r\n\r\nskipped\r\n--B\r\n\r\n\r\n--B--"), "B", 1000);

        // When
        reader.next();
        var second = reader.next().orElseThrow();

        // Then
        assertThat(second.body().readAllBytes()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--B\r\nA: b\r\n\r\ncut off",
                "--B\r\nA: b",
                "--B\r\nno colon\r\n\r\nx\r\n--B--",
                "--Bother\r\n\r\nx\r\n--B--",
                "--B"
            })
    void shouldRefuseWhatIsNotWhole(String body) {
        assertThatExceptionOfType(MalformedMultipartException.class).isThrownBy(() -> read(stream(body)));
    }

    @Test
    void shouldRefuseHeadersWithoutEnd() {
        var body = "--BB\r\nA: " + "x".repeat(5000);
        assertThatExceptionOfType(MalformedMultipartException.class)
                .isThrownBy(() -> new MultipartReader(stream(body), "BB", 1000).next())
                .withMessageContaining("1000");
    }

    private static List<byte[]> read(InputStream body) throws IOException {
        var reader = new MultipartReader(body, body instanceof Slow ? "BB" : "B", 1000);
        var parts = new ArrayList<byte[]>();
        for (var part = reader.next(); part.isPresent(); part = reader.next()) {
            parts.add(part.get().body().readAllBytes());
        }
        return parts;
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] join(Object... pieces) {
        var out = new java.io.ByteArrayOutputStream();
        for (var piece : pieces) {
            out.writeBytes(
                    piece instanceof byte[] bytes ? bytes : piece.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    /// Gives at most some bytes at a time.
    private static final class Slow extends ByteArrayInputStream {
        private final int step;

        Slow(byte[] content, int step) {
            super(content);
            this.step = step;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, step));
        }
    }
}
