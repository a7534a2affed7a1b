package org.meridiandx.imaging.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;

class DicomJsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            00100020 | 999 000 0018          | {"vr":"LO","Value":["999 000 0018"]}
            00100020 | `a"b<c>`              | {"vr":"LO","Value":["a\\"b<c>"]}
            00080060 | CT                    | {"vr":"CS","Value":["CT"]}
            00080008 | `ORIGINAL\\\\AXIAL`   | {"vr":"CS","Value":["ORIGINAL","AXIAL"]}
            00080008 | `ORIGINAL\\\\\\\\AXIAL` | {"vr":"CS","Value":["ORIGINAL",null,"AXIAL"]}
            00100010 | A^B=C^D=E             | {"vr":"PN","Value":[{"Alphabetic":"A^B","Ideographic":"C^D","Phonetic":"E"}]}
            00100010 | =山田                 | {"vr":"PN","Value":[{"Ideographic":"山田"}]}
            00200013 | 7                     | {"vr":"IS","Value":[7]}
            00200013 | 007                   | {"vr":"IS","Value":[7]}
            00200013 | seven                 | {"vr":"IS","Value":["seven"]}
            00280030 | `0.50\\\\+.5`         | {"vr":"DS","Value":[0.50,0.5]}
            00280030 | `1e5\\\\NaN`          | {"vr":"DS","Value":[1e5,"NaN"]}
            00104000 | `one\\\\two`          | {"vr":"LT","Value":["one\\\\two"]}
            """)
    void shouldWriteText(String tag, String value, String expected) {
        // Given
        DicomTag parsed = DicomTag.parse(tag).orElseThrow();
        DicomDataset dataset =
                DicomDataset.builder().text(parsed, value.replace("\\\\", "\\")).buildItem();

        // When
        String json = json(dataset);

        // Then
        assertThat(json).isEqualTo("{\"" + tag + "\":" + expected + "}");
    }

    @Test
    void shouldWriteNumbersBinariesTagsAndSequences() {
        // Given
        DicomDataset item =
                DicomDataset.builder().integers(DicomTag.ROWS, 65535).buildItem();
        DicomDataset dataset = DicomDataset.builder()
                .empty(DicomTag.PATIENT_ID)
                .bytes(DicomTag.of(0x0028, 0x0009), DicomVr.AT, new byte[] {0x18, 0, 0x63, 0x10})
                .bytes(DicomTag.of(0x0009, 0x1001), DicomVr.OB, new byte[] {1, 2, 3, 4})
                .bytes(DicomTag.of(0x0009, 0x1002), DicomVr.SL, new byte[] {-1, -1, -1, -1})
                .bytes(DicomTag.of(0x0009, 0x1003), DicomVr.UV, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})
                .items(DicomTag.REFERENCED_SOP_SEQUENCE, List.of(item))
                .build();

        // When
        String json = json(dataset);

        // Then
        assertThat(json)
                .isEqualTo("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                        + "\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00280010\":{\"vr\":\"US\",\"Value\":[65535]}}]},"
                        + "\"00091001\":{\"vr\":\"OB\",\"InlineBinary\":\"AQIDBA==\"},"
                        + "\"00091002\":{\"vr\":\"SL\",\"Value\":[-1]},"
                        + "\"00091003\":{\"vr\":\"UV\",\"Value\":[\"18446744073709551615\"]},"
                        + "\"00100020\":{\"vr\":\"LO\"},"
                        + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]}}");
    }

    @Test
    void shouldLinkToValuesLeftInTheFile() {
        // Given
        var pixels = new DicomElement(DicomTag.PIXEL_DATA, DicomVr.OW, new DicomValue.Deferred(100, 8));
        DicomDataset dataset = DicomDataset.builder().add(pixels).buildItem();

        // When
        byte[] json = DicomJson.write(dataset, (path, element) -> Optional.of("bulkdata/" + path));

        // Then
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"bulkdata/7FE00010\"}}");
    }

    private static String json(DicomDataset dataset) {
        return new String(DicomJson.write(dataset, DicomJson.BulkData.NONE), StandardCharsets.UTF_8);
    }
}
