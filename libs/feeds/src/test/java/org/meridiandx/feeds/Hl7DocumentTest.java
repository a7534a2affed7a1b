package org.meridiandx.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

class Hl7DocumentTest {
    private static Hl7Segment obx(String type, String value) {
        return Hl7Message.parse("MSH|^~\\&|\rOBX|1|" + type + "|X||" + value)
                .first("OBX")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^application^pdf^Base64^aGVsbG8=; application/pdf; hello",
                "^application^pdf^Base64^aGVs bG8=; application/pdf; hello",
                "^image^JPEG^^aGVsbG8=; image/jpeg; hello",
                "^TEXT^^A^hello; text/plain; hello",
                "^text^html^Hex^68656C6C6F; text/html; hello",
                "^application^x-own^Base64^aGVsbG8=; application/octet-stream; hello"
            })
    void shouldDecodeADocumentAsItSays(String value, String contentType, String content) {
        // Given / When
        var document = Hl7Document.of(obx("ED", value));

        // Then
        assertThat(document.contentType()).hasValue(contentType);
        assertThat(document.content()).hasValue(content.getBytes(StandardCharsets.UTF_8));
        assertThat(document.address()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"^application^pdf^Base64^%%%", "^application^pdf^Hex^6", "^application^pdf^Base64^"})
    void shouldHaveNoContentWhereItIsNotEncodedSo(String value) {
        assertThat(Hl7Document.of(obx("ED", value)).content()).isEmpty();
    }

    @Test
    void shouldKeepTheAddressOfAPointer() {
        // Given / When
        var document = Hl7Document.of(obx("RP", "https://pacs.example/1^PACS^image^DICOM"));

        // Then
        assertThat(document.address()).hasValue("https://pacs.example/1");
        assertThat(document.contentType()).hasValue("application/dicom");
        assertThat(document.content()).isEmpty();
        assertThat(Hl7Document.of(obx("RP", "https://pacs.example/1")).contentType())
                .isEmpty();
    }
}
