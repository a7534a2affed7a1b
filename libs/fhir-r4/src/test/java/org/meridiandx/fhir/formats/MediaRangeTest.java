package org.meridiandx.fhir.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaRangeTest {
    @Test
    void shouldKeepParametersAsTheyWereSent() {
        // Given / When
        var read = MediaRange.parse("Multipart/Related; TYPE=\"Application/DICOM\"; boundary=\"--X;Y=Z\";");

        // Then
        assertThat(read)
                .hasValueSatisfying(range -> assertThat(range.type()).isEqualTo("multipart/related"))
                .hasValueSatisfying(range -> assertThat(range.parameters())
                        .isEqualTo(Map.of("type", "Application/DICOM", "boundary", "--X;Y=Z")))
                .hasValueSatisfying(
                        range -> assertThat(range.parameter("type", "")).isEqualTo("application/dicom"));
    }

    @ParameterizedTest
    @CsvSource({"a/b, 1", "a/b;q=0.5, 0.5", "a/b;Q=.25, 0.25", "a/b;q=1.000, 1", "a/b;q=0.0, 0", "a/b;q=., 0"})
    void shouldWeigh(String text, double weight) {
        assertThat(MediaRange.parse(text)).map(MediaRange::weight).hasValue(weight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", ";;;", "a/b;q=x", "a/b;charset", "a/b;q=1e3", "a/b;=c"})
    void shouldNotReadWhatIsNone(String text) {
        assertThat(MediaRange.parse(text)).isEmpty();
    }
}
