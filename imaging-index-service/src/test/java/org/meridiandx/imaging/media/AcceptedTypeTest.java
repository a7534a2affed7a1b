package org.meridiandx.imaging.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptedTypeTest {
    @Test
    void shouldReadQuotedParametersAndOrderByQuality() {
        // Given
        var header =
                "application/dicom;q=0.5, multipart/related; type=\"application/dicom\"; transfer-syntax=1.2,image/jpeg;q=0";

        // When
        var ranges = AcceptedType.parse(header);

        // Then
        assertThat(ranges).extracting(AcceptedType::type).containsExactly("multipart/related", "application/dicom");
        assertThat(ranges.getFirst().transferSyntax()).isEqualTo("1.2");
        assertThat(ranges.getFirst().partType("")).isEqualTo("application/dicom");
    }

    @Test
    void shouldTakeAnythingWhereNothingIsSaid() {
        assertThat(AcceptedType.parse(null))
                .singleElement()
                .satisfies(range -> assertThat(range.isAnything()).isTrue());
    }
}
