package org.meridiandx.imaging.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonBytesTest {
    private static final char HIGH = '\uD83E';
    private static final char LOW = '\uDE7B';

    static Arguments[] texts() {
        var whole = "" + HIGH + LOW;
        return new Arguments[] {
            Arguments.of("a" + whole + "b", "a" + whole + "b"),
            Arguments.of("a" + HIGH, "a\uFFFD"),
            Arguments.of(HIGH + "b", "\uFFFDb"),
            Arguments.of("a" + LOW + "b", "a\uFFFDb"),
            Arguments.of(HIGH + whole, "\uFFFD" + whole),
            Arguments.of("" + LOW + HIGH, "\uFFFD\uFFFD")
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldWriteValidUtf8WhereHalfACharacterStandsAlone(String text, String expected) {
        assertThat(new JsonBytes().string(text).toBytes())
                .isEqualTo(("\"" + expected + "\"").getBytes(StandardCharsets.UTF_8));
    }
}
