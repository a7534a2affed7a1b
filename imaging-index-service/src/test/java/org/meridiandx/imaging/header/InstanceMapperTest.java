package org.meridiandx.imaging.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.file.DicomFile;
import org.meridiandx.imaging.dicom.file.TransferSyntax;
import org.meridiandx.imaging.store.ReceivedFile;
import org.meridiandx.imaging.store.StorageKey;

class InstanceMapperTest {
    @ParameterizedTest
    @CsvSource({"255, 255", "254, 256", "256, 256"})
    void shouldCutALongTextBetweenCharactersOnly(int before, int length) {
        // Given
        var description = "x".repeat(before) + "\uD83E\uDE7B" + "y".repeat(300);
        var image = DicomDataset.builder()
                .text(DicomTag.STUDY_DESCRIPTION, description)
                .build();

        // When
        var mapped = InstanceMapper.map(
                new DicomFile(DicomDataset.EMPTY, image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, Set.of()),
                new ReceivedFile(new StorageKey("0".repeat(32)), Path.of("none"), 0, new byte[0]));

        // Then
        assertThat(mapped.study().description()).isEqualTo(description.substring(0, length));
    }
}
