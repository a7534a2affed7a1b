package org.meridiandx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of PS3.5 annexes H, I, J and K, and one line per single-byte set.
class DicomCharacterSetTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ISO_IR 100                             | 42756320 4AE972F46D65                       | Buc Jérôme
            ISO-IR 100                             | E9                                          | é
            ISO_IR 101                             | 57 61 B3 EA 73 61                           | Wałęsa
            ISO_IR 109                             | A6                                          | Ĥ
            ISO_IR 110                             | BF                                          | ŋ
            ISO_IR 144                             | BBEEDAE1D5DCD1E3E0D3                      | Люксембург
            ISO_IR 127                             | E2C8C7E6EA5EE4E6D2C7D1                      | قباني^لنزار
            ISO_IR 126                             | C4E9EFEDF5F3E9EFF2                          | Διονυσιος
            ISO_IR 138                             | F9F8E5EF5EE3E1E5F8E4                        | שרון^דבורה
            ISO_IR 148                             | C7 61 76 75 FE 6F F0 6C 75                  | Çavuşoğlu
            ISO_IR 166                             | C7D1B9B7                                    | วันท
            ISO_IR 13                              | D4CFC05EC0DBB3                              | ﾔﾏﾀ^ﾀﾛｳ
            ISO_IR 192                             | 57616E675E 3D E78E8B                        | Wang^=王
            GB18030                                | 57616E675E 3D CDF55ED0A1B6AB                | Wang^=王^小东
            GBK                                    | 57616E675E 3D CDF55ED0A1B6AB                | Wang^=王^小东
            \\ISO 2022 IR 87                       | 59616D6164613D 1B2442 3B33 4544 1B2842 5E 1B2442 4240 4F3A 1B2842 | Yamada=山田^太郎
            ISO 2022 IR 13\\ISO 2022 IR 87         | D4CFC0 3D 1B2442 3B33 4544 1B284A           | ﾔﾏﾀ=山田
            \\ISO 2022 IR 149                      | 486F6E673D 1B242943 FBF3 5E 1B242943 D1CED4D7 | Hong=洪^吉洞
            \\ISO 2022 IR 58                       | 5A3D 1B242941 D5C5 5E 1B242941 D0A1B6AB       | Z=张^小东
            ISO 2022 IR 6\\ISO 2022 IR 100\\ISO 2022 IR 144 | 1B2D41 E9 5C 1B2D4C BB               | é\\Л
            nonsense                               | E9                                          | é
            """)
    void shouldDecode(String terms, String hex, String expected) {
        // Given
        byte[] value = HexFormat.of().parseHex(hex.replace(" ", ""));
        String[] values = terms.replace("\\\\", "\\").split("\\\\", -1);

        // When
        String decoded = DicomCharacterSet.of(List.of(values)).decode(value);

        // Then
        assertThat(decoded).isEqualTo(expected);
    }

    @Test
    void shouldKeepBackslashInsideMultiByteCharacters() {
        // Given: the second byte of this character in GB18030 is a backslash
        byte[] value = {(byte) 0x81, 0x5C, '\\', 'b'};
        var element = new DicomElement(DicomTag.PATIENT_NAME, DicomVr.LO, new DicomValue.Bytes(value));

        // When
        List<String> strings = element.strings(DicomCharacterSet.of(List.of("GB18030")));

        // Then
        assertThat(strings).hasSize(2).last().isEqualTo("b");
    }
}
