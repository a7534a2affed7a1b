package org.meridiandx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DicomTagTest {

    @ParameterizedTest
    @CsvSource({
        "PatientID, 00100020, LO",
        "StudyInstanceUID, 0020000D, UI",
        "PixelData, 7FE00010, OW",
        "SmallestImagePixelValue, 00280106, US",
        "OverlayData, 60003000, OW",
        "NumberOfFrames, 00280008, IS",
        "PerFrameFunctionalGroupsSequence, 52009230, SQ"
    })
    void shouldKnowTheStandardsElements(String keyword, String hex, DicomVr vr) {
        // When
        DicomTag tag = DicomTag.parse(keyword).orElseThrow();

        // Then
        assertThat(tag).isEqualTo(DicomTag.parse(hex).orElseThrow());
        assertThat(tag.hex()).isEqualTo(hex);
        assertThat(tag.dictionaryVr()).isEqualTo(vr);
        assertThat(tag.keyword()).contains(keyword);
    }

    @ParameterizedTest
    @CsvSource({"60023000, OW", "00090010, LO", "00091001, UN", "00091234, UN", "00290000, UL", "12341234, UN"})
    void shouldGiveRepeatedPrivateAndUnknownTagsARepresentation(String hex, DicomVr vr) {
        assertThat(DicomTag.parse(hex).orElseThrow().dictionaryVr()).isEqualTo(vr);
    }

    @ParameterizedTest
    @CsvSource({"NoSuchKeyword", "0010002", "0010002G", "''"})
    void shouldRefuseOtherNames(String text) {
        assertThat(DicomTag.parse(text)).isEmpty();
    }
}
