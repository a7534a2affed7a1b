package org.meridiandx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DicomUidTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2, true",
        "2.25.0, true",
        "1, true",
        "'', false",
        "1..2, false",
        ".1, false",
        "1., false",
        "1.02, false",
        "1.2.a, false",
        "../../etc, false",
        "'1.2 ', false",
        "1.2.3456789012345678901234567890123456789012345678901234567890123, false",
        "1.2.345678901234567890123456789012345678901234567890123456789012, true"
    })
    void shouldTellUidsFromOtherText(String text, boolean valid) {
        assertThat(DicomUid.parse(text).isPresent()).isEqualTo(valid);
    }

    @Test
    void shouldMakeAUidOfAUuid() {
        // Given: the example of PS3.5 section B.2
        var uuid = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");

        // When, Then
        assertThat(DicomUid.of(uuid).value()).isEqualTo("2.25.329800735698586629295641978511506172918");
    }
}
