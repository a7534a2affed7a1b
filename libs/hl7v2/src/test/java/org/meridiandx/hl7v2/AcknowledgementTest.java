package org.meridiandx.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.AckProblem.Location;

class AcknowledgementTest {

    private static final AckProblem PROBLEM = AckProblem.error(
            new Location("PID", 1, 3, 1, 4), Hl7Error.REQUIRED_FIELD_MISSING, "Send an NHS number | in PID-3");

    @Test
    void shouldAcceptInTheSendersVersion() {
        // When
        var answer = encode(Acknowledgement.accepted(), Sample.oru("M1", "2.5.1"));

        // Then
        assertThat(answer)
                .isEqualTo(
                        "MSH|^~\\&|MERIDIAN|NORTH|LIMS|RX902|20260102030405+0000||ACK^R01^ACK|A1|P|2.5.1\rMSA|AA|M1\r");
    }

    private static Acknowledgement.Content content() {
        return new Acknowledgement.Content("ORR", "O02", "ORR_O02", List.of("ORC|OK|P1\n"));
    }

    @ParameterizedTest
    @CsvSource({"2.3,ORR^O02", "2.5.1,ORR^O02^ORR_O02"})
    void shouldAnswerWithAMessageOfItsOwnType(String version, String type) {
        // When
        var answer = encode(Acknowledgement.accepted().with(content()), Sample.oru("M1", version));

        // Then
        assertThat(answer).contains("||" + type + "|A1|P|").endsWith("\rMSA|AA|M1\rORC|OK|P1\r");
    }

    @Test
    void shouldPutTheContentAfterWhatWasWrong() {
        // When
        var answer = encode(Acknowledgement.error(PROBLEM).with(content()), Sample.oru("M1", "2.5.1"));

        // Then
        assertThat(answer).contains("ORR^O02").containsSubsequence("\rMSA|AE|", "\rERR|", "\rORC|OK|P1\r");
    }

    @Test
    void shouldAcknowledgeReceiptAndRejectWithoutContent() {
        // Given
        var acceptOnly = Sample.oru("M1", "2.5.1").replace("|P|2.5.1", "|P|2.5.1|||AL|NE");

        // When
        var accepted = encode(Acknowledgement.accepted().with(content()), acceptOnly);
        var rejected = encode(Acknowledgement.reject(PROBLEM).with(content()), Sample.oru("M1", "2.5.1"));

        // Then
        assertThat(accepted).contains("ACK^R01^ACK", "\rMSA|CA|M1\r").doesNotContain("ORC|");
        assertThat(rejected).contains("ACK^R01^ACK", "\rMSA|AR|M1").doesNotContain("ORC|");
    }

    @Test
    void shouldTellProblemsInErrSegments() {
        // When
        var answer = encode(Acknowledgement.error(PROBLEM), Sample.oru("M1", "2.5.1"));

        // Then
        assertThat(answer)
                .contains("\rMSA|AE|M1|PID-3.4: Send an NHS number \\F\\ in PID-3\r")
                .endsWith(
                        "\rERR||PID^1^3^1^4|101^Required field missing^HL70357|E||||Send an NHS number \\F\\ in PID-3\r");
    }

    @ParameterizedTest
    @CsvSource({
        "2.1,   ACK,         true,  true",
        "2.3,   ACK^R01,     true,  true",
        "2.4,   ACK^R01^ACK, true,  true",
        "2.5,   ACK^R01^ACK, false, true",
        "2.7.1, ACK^R01^ACK, false, false",
        "2.8,   ACK^R01^ACK, false, false",
    })
    void shouldWriteTheFormOfTheVersion(String version, String type, boolean oldForm, boolean summary) {
        // When
        var answer = encode(Acknowledgement.reject(PROBLEM), Sample.oru("M1", version));

        // Then
        assertThat(answer).contains("||" + type + "|A1|P|" + version + "\r");
        assertThat(answer.contains("\rERR|PID^1^3^101&Required field missing&HL70357\r"))
                .isEqualTo(oldForm);
        assertThat(answer.contains("\rMSA|AR|M1|PID-3.4: ")).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', AA, AE",
        "AL, AL, AA, AE",
        "AL, '', AA, AE",
        "NE, AL, AA, AE",
        "AL, NE, CA, CE",
        "'', NE, CA, CE",
        "ER, NE, '', CE",
        "SU, NE, CA, ''",
        "NE, NE, '', ''",
        "NE, ER, '', AE",
        "NE, SU, AA, ''",
        "AL, ER, CA, AE",
        "XX, ??, AA, AE",
    })
    void shouldAnswerAsMsh15And16Ask(String accept, String application, String success, String failure) {
        // Given
        var text =
                Sample.oru("M1", "2.5.1").replaceFirst("2\\.5\\.1\r", "2.5.1|||" + accept + "|" + application + "\r");

        // When
        var good = Acknowledgement.accepted().encode(Sample.received(text), Sample.AT, "A1");
        var bad = Acknowledgement.error(PROBLEM).encode(Sample.received(text), Sample.AT, "A1");

        // Then
        assertThat(good.map(AcknowledgementTest::code).orElse("")).isEqualTo(success);
        assertThat(bad.map(AcknowledgementTest::code).orElse("")).isEqualTo(failure);
    }

    @Test
    void shouldAnswerWhatHasNoHeader() {
        // When
        var answer = encode(Acknowledgement.tryLater(), "no HL7 at all");

        // Then
        assertThat(answer).startsWith("MSH|^~\\&|||||20260102030405+0000||ACK|A1|P|2.5.1\rMSA|AR||message: ");
        assertThat(answer).contains("\rERR|||207^Application internal error^HL70357|E||||");
    }

    @ParameterizedTest
    @CsvSource({"2.5.1", "2.3"})
    void shouldCopyAnOddControlId(String version) {
        // Given
        var id = "ä^1&2 " + "x".repeat(300);

        // When
        var answer = encode(Acknowledgement.accepted(), Sample.oru(id, version));

        // Then
        assertThat(answer).endsWith("\rMSA|AA|" + id + "\r");
    }

    @Test
    void shouldAnswerWithTheSendersSeparators() {
        // When
        var answer = encode(Acknowledgement.error(PROBLEM), "MSH#!@%*#S#F#R#G#t##ADT!A01#M1#P#2.5");

        // Then
        assertThat(answer).startsWith("MSH#!@%*#R#G#S#F#").contains("##ACK!A01!ACK#A1#P#2.5\r");
        assertThat(Hl7Message.parse(answer).value("ERR", 3)).contains("101");
    }

    @ParameterizedTest
    @CsvSource({"8859/1, ISO-8859-1", "UNICODE UTF-8, UTF-8", "UNICODE UTF-16, UTF-16LE"})
    void shouldAnswerInTheSameCharacterSet(String name, String charset) {
        // Given
        var text = "MSH|^~\\&|é|F|||t||ADT^A01|M1|P|2.5.1||||||" + name + "\r";

        // When
        var bytes = Acknowledgement.accepted()
                .encode(Sample.received(text, Charset.forName(charset)), Sample.AT, "A1")
                .orElseThrow();

        // Then
        assertThat(new String(bytes, Charset.forName(charset)))
                .contains("|é|F|")
                .contains("||||||" + name + "\r");
    }

    private static String encode(Acknowledgement acknowledgement, String inbound) {
        var bytes = acknowledgement
                .encode(Sample.received(inbound), Sample.AT, "A1")
                .orElseThrow();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String code(byte[] answer) {
        return Hl7Message.parse(new String(answer, StandardCharsets.UTF_8))
                .value("MSA", 1)
                .orElse("none");
    }
}
