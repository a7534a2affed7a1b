package org.meridiandx.result.oru;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.Samples;

class OruMapperTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "NM;5.90;mmol/L;/valueQuantity/value;5.90",
                "NM;<0.5;mmol/L;/valueQuantity/comparator;<",
                "NM;5,4;mmol/L;/valueString;5,4",
                "NM;haemolysed;mmol/L;/valueString;haemolysed",
                "SN;>^100;g/L;/valueQuantity/comparator;>",
                "SN;^1^:^128;;/valueRatio/denominator/value;128",
                "SN;^5^-^8;;/valueRange/high/value;8",
                "CWE;260373001^Detected^SCT;;/valueCodeableConcept/coding/0/system;http://snomed.info/sct",
                "ST;clear;;/valueString;clear",
                "FT;line one\\.br\\line two;;/valueString;line one|line two",
                "DT;20261120;;/valueDateTime;2026-11-20",
                "TM;0930;;/valueTime;09:30:00",
                "'';what is it;;/valueString;what is it",
                "XPN;A^B;;/valueString;A^B",
                "ED;^IM^PDF^Base64^%%%;;/valueString;^IM^PDF^Base64^%%%"
            })
    void shouldMapEachTypeOfValue(String type, String value, String unit, String pointer, String expected) {
        // Given
        var obx = "OBX|1|" + type + "|X^X^L||" + value + "|" + (unit == null ? "" : unit) + "|||||F";

        // When
        var line = map("OBR|1|P|F|X^X^L", obx).lines().getFirst().json();

        // Then
        assertThat(line.at(pointer).asText().replace("\n", "|")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "HAEM, laboratory, HAEM LAB",
        "CHEM, laboratory, CHEM LAB",
        "MYC, laboratory, MYC LAB",
        "LAB, laboratory, LAB",
        "'', laboratory, LAB",
        "CT, imaging, CT RAD",
        "CTH, procedure, CTH",
        "EC, procedure, EC"
    })
    void shouldTakeForALaboratorysWhatIsNoOtherSection(String section, String observation, String report) {
        // When
        var draft = map("OBR|1|P|F|X^X^L||||||||||||||||||||" + section + "|F", "OBX|1|NM|X^X^L||5||||||F");

        // Then
        JsonNode line = draft.lines().getFirst().json();
        assertThat(line.at("/category/0/coding/0/code").asText()).isEqualTo(observation);
        assertThat(draft.json().at("/category/0/coding").findValuesAsText("code"))
                .isEqualTo(java.util.List.of(report.split(" ")));
    }

    @Test
    void shouldAttachAnEmbeddedDocument() {
        // Given
        var obx = "OBX|1|ED|PDF^Report^L||^IM^PDF^Base64^JVBERi0xLjQ=||||||F";

        // When
        var report = map("OBR|1|P|F|X^X^L|||||||||||||||||||||F", obx);

        // Then
        assertThat(report.lines()).isEmpty();
        assertThat(report.json().at("/presentedForm/0/contentType").asText()).isEqualTo("application/pdf");
        assertThat(report.json().at("/presentedForm/0/data").asText()).isEqualTo("JVBERi0xLjQ=");
    }

    @ParameterizedTest(name = "OBX-7 {0}")
    @CsvSource({"3.5-5.3,3.5,5.3", "<10,,10", ">=60,60,", "negative,,"})
    void shouldReadReferenceRanges(String text, String low, String high) {
        // Given
        var obx = "OBX|1|NM|K^K^L||5|mmol/L|" + text + "||||F";

        // When
        JsonNode range = map("OBR|1|P|F|X^X^L", obx).lines().getFirst().json().at("/referenceRange/0");

        // Then
        assertThat(range.path("text").asText()).isEqualTo(text);
        assertThat(range.at("/low/value").asText()).isEqualTo(low == null ? "" : low);
        assertThat(range.at("/high/value").asText()).isEqualTo(high == null ? "" : high);
    }

    @Test
    void shouldKnowARepeatByItsContent() {
        // Given
        var first = Samples.fullBloodCount("1", "F1", "F", "118");
        var again = Samples.fullBloodCount("2", "F1", "F", "118");
        var other = Samples.fullBloodCount("3", "F1", "F", "119");

        // When
        var hashes = new String[] {hash(first), hash(again), hash(other)};

        // Then
        assertThat(hashes[1]).isEqualTo(hashes[0]);
        assertThat(hashes[2]).isNotEqualTo(hashes[0]);
    }

    @Test
    void shouldAskForTheNhsNumberFirst() {
        // Given
        var message = received(Samples.message("1", "9990000018", "OBR|1|P|F|X"));

        // When
        var query = OruMapper.map(message.header(), message.message())
                .patients()
                .getFirst()
                .query();

        // Then
        assertThat(query.identifiers())
                .extracting("system")
                .containsExactly("https://fhir.nhs.uk/Id/nhs-number", "urn:meridian:rx901:mrn");
        assertThat(query.birthDate()).isEqualTo("1970-01-01");
        assertThat(query.toString()).doesNotContain("9990000018");
    }

    private static String hash(byte[] message) {
        var received = received(message);
        return OruMapper.map(received.header(), received.message())
                .patients()
                .getFirst()
                .reports()
                .getFirst()
                .contentHash();
    }

    private static Drafts.Report map(String... segments) {
        var message = received(Samples.message("1", "9990000018", segments));
        return OruMapper.map(message.header(), message.message())
                .patients()
                .getFirst()
                .reports()
                .getFirst();
    }

    private static ReceivedMessage received(byte[] bytes) {
        return ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
    }
}
