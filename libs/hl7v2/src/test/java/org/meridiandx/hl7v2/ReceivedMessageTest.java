package org.meridiandx.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.hl7v2.MessageCharset.Basis;

class ReceivedMessageTest {

    @Test
    void shouldReadTheHeader() {
        // Given
        var text =
                "MSH|^~\\&|APP^1.2^ISO|FAC|RA|RF|20260102||oru^r01^ORU_R01|ID 1|t|2.3.1^GBR|||AL|ne||8859/1~X\rPID|1\r";

        // When
        var header = Sample.received(text).header();

        // Then
        assertThat(header.sendingApplication()).isEqualTo("APP^1.2^ISO");
        assertThat(header.sendingFacility()).isEqualTo("FAC");
        assertThat(header.receivingApplication()).isEqualTo("RA");
        assertThat(header.receivingFacility()).isEqualTo("RF");
        assertThat(header.timestamp()).isEqualTo("20260102");
        assertThat(header.type()).isEqualTo("ORU^R01");
        assertThat(header.messageStructure()).isEqualTo("ORU_R01");
        assertThat(header.controlId()).isEqualTo("ID 1");
        assertThat(header.processingId()).isEqualTo("T");
        assertThat(header.version()).isEqualTo("2.3.1");
        assertThat(header.acceptAcknowledgement()).isEqualTo("AL");
        assertThat(header.applicationAcknowledgement()).isEqualTo("NE");
        assertThat(header.characterSet()).isEqualTo("8859/1");
        assertThat(header.sender()).isEqualTo("FAC/APP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "MSH|^~\\&|A|F|||t||ADT^A08|7",
                "MSH#!@%*#A#F###t##ADT!A08#7",
                "MSH|^~\\\\&|A|F|||t||ADT^A08|7",
                "MSH|^~\\|A|F|||t||ADT^A08|7",
                "msh|^~\\&|A|F|||t||ADT^A08|7",
                "`\r\n  MSH|^~\\&|A|F|||t||ADT^A08|7`",
            })
    void shouldReadTheHeaderWithOddSeparators(String text) {
        // When
        var message = Sample.received(text + "\rPID|1");

        // Then
        assertThat(message.isReadable()).isTrue();
        assertThat(message.header().type()).isEqualTo("ADT^A08");
        assertThat(message.header().controlId()).isEqualTo("7");
        assertThat(message.sender()).isEqualTo("F/A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MSH", "PID|1", "MSHAxxx", "MSH\rPID|1", "\0\0\0", "GET / HTTP/1.1\r\n"})
    void shouldKeepWhatHasNoHeader(String text) {
        // When
        var message = Sample.received(text);

        // Then
        assertThat(message.isReadable()).isFalse();
        assertThat(message.header().controlId()).isEmpty();
        assertThat(message.message().segments("MSH").size()).isLessThan(2);
    }

    @Test
    void shouldReadAHeaderThatIsCut() {
        // When
        var message = Sample.received("MSH|^~\\&");

        // Then
        assertThat(message.isReadable()).isTrue();
        assertThat(message.header().messageCode()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ASCII,            US-ASCII,     DECLARED",
        "ASCII,            UTF-8,        DETECTED",
        "ASCII,            ISO-8859-1,   ASSUMED",
        "UNICODE UTF-8,    UTF-8,        DECLARED",
        "UNICODE UTF-8,    ISO-8859-1,   ASSUMED",
        "UNICODE,          UTF-8,        DECLARED",
        "8859/1,           ISO-8859-1,   DECLARED",
        "8859/15,          ISO-8859-15,  DECLARED",
        "8859/2,           ISO-8859-2,   DECLARED",
        "8859/1,           windows-1252, ASSUMED",
        "8859/99,          UTF-8,        DETECTED",
        "EBCDIC,           UTF-8,        DETECTED",
        "'',               UTF-8,        DETECTED",
        "'',               windows-1252, ASSUMED",
        "UNICODE UTF-16,   UTF-16BE,     BYTE_ORDER_MARK",
        "UNICODE UTF-16,   UTF-16LE,     BYTE_ORDER_MARK",
    })
    void shouldDecodeByDeclarationWhenTheBytesFit(String declared, String actual, Basis basis) {
        // Given
        var name = actual.equals("US-ASCII") ? "Zoe" : actual.equals("windows-1252") ? "Zoë – €" : "Zoë";
        var text = "MSH|^~\\&|A|F|||t||ADT^A08|7|P|2.5.1||||||" + declared + "\rPID|1||||" + name + "\r";

        // When
        var message = Sample.received(text, Charset.forName(actual));

        // Then
        assertThat(message.text()).isEqualTo(text);
        assertThat(message.charset().basis()).isEqualTo(basis);
        assertThat(message.charset().declared()).isEqualTo(declared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void shouldStripAByteOrderMark(String charset) {
        // Given
        var text = "MSH|^~\\&|A|F|||t||ADT^A08|7|P|2.5.1\rPID|1||||Zoë";
        var raw = ("\uFEFF" + text).getBytes(Charset.forName(charset));

        // When
        var message = Sample.received(raw);

        // Then
        assertThat(message.text()).isEqualTo(text);
        assertThat(message.charset().byteOrderMark()).isTrue();
        assertThat(message.raw()).isSameAs(raw);
        assertThat(message.header().controlId()).isEqualTo("7");
    }

    @Test
    void shouldNeverPrintContent() {
        // Given
        var message = Sample.received(Sample.oru("7\n8", "2.5.1"));

        // When
        var printed =
                message + " " + message.message() + " " + message.message().segments() + " "
                        + message.message().segments().get(1).field(5);

        // Then
        assertThat(printed)
                .contains("ORU^R01")
                .doesNotContain("Sample^")
                .doesNotContain("9990000018")
                .doesNotContain("\n");
    }

    @Test
    void shouldDigestTheRawBytes() {
        assertThat(Sample.received("abc".getBytes(StandardCharsets.UTF_8)).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
