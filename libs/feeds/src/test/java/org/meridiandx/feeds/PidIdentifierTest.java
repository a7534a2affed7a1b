package org.meridiandx.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

class PidIdentifierTest {
    private static final Sender SENDER = new Sender("RX901/PAS", "RX901", "");

    @ParameterizedTest
    @CsvSource({
        "9990000018^^^NHS^NH, NHS_NUMBER, https://fhir.nhs.uk/Id/nhs-number, 9990000018",
        "999 000 0018^^^NHS, NHS_NUMBER, https://fhir.nhs.uk/Id/nhs-number, 9990000018",
        "9990000018^^^^NH, NHS_NUMBER, https://fhir.nhs.uk/Id/nhs-number, 9990000018",
        "9990000018^^^nhsnbr^nhsnbr, NHS_NUMBER, https://fhir.nhs.uk/Id/nhs-number, 9990000018",
        "9990000019^^^NHS^NH, WRONG_NHS_NUMBER, '', 9990000019",
        "M1, RECORD_NUMBER, urn:meridian:rx901:mrn, M1",
        "M1^^^^MR, RECORD_NUMBER, urn:meridian:rx901:mrn, M1",
        "M1^^^RX902^PI, RECORD_NUMBER, urn:meridian:rx902:mrn, M1",
        "M1^^^Royal Infirmary^pt, RECORD_NUMBER, urn:meridian:royal-infirmary:mrn, M1",
        "M1^^^RX901^AN, OTHER, urn:meridian:rx901:an, M1",
        "M1^^^DVLA^DL, OTHER, urn:meridian:dvla:dl, M1",
        "M1^^^RX901^N/A, OTHER, urn:meridian:rx901:n-a, M1"
    })
    void shouldNameEachNumberInOneWay(String cx, PidIdentifier.Kind kind, String system, String value) {
        // Given
        var pid = pid("PID|1||" + cx);

        // When
        var numbers = PidIdentifier.of(pid, SENDER);

        // Then
        assertThat(numbers).singleElement().satisfies(number -> {
            assertThat(number.kind()).isEqualTo(kind);
            assertThat(number.system()).isEqualTo(system);
            assertThat(number.value()).isEqualTo(value);
        });
    }

    @Test
    void shouldAskByNhsNumberFirstThenRecordNumbersAndByNothingElse() {
        // Given
        var pid =
                pid("PID|1|OLD7|M1^^^RX901^MR~9990000018^^^NHS^NH~A7^^^RX901^AN~9990000019^^^NHS^NH~M1^^^RX901^PI|ALT");

        // When
        var keys = PidIdentifier.keys(pid, SENDER);

        // Then
        assertThat(keys)
                .extracting(key -> key.system() + "|" + key.value())
                .containsExactly(
                        "https://fhir.nhs.uk/Id/nhs-number|9990000018",
                        "urn:meridian:rx901:mrn|M1",
                        "urn:meridian:rx901:mrn|OLD7");
    }

    @Test
    void shouldNotGrowWithoutBound() {
        // Given
        var many = String.join(
                "~",
                java.util.stream.IntStream.range(0, 200).mapToObj(i -> "M" + i).toList());
        var pid = pid("PID|1||" + many);

        // When
        var sizes = List.of(
                PidIdentifier.of(pid, SENDER).size(),
                PidIdentifier.keys(pid, SENDER).size());

        // Then
        assertThat(sizes).containsExactly(50, 20);
    }

    @Test
    void shouldKeepNumbersOutOfItsText() {
        // Given
        var number = PidIdentifier.of(pid("PID|1||M1"), SENDER).getFirst();

        // When
        var text = number.toString();

        // Then
        assertThat(text).isEqualTo("PidIdentifier[RECORD_NUMBER]");
    }

    private static Hl7Segment pid(String segment) {
        return Hl7Message.parse("MSH|^~\\&|PAS|RX901\r" + segment + "\r")
                .first("PID")
                .orElseThrow();
    }
}
