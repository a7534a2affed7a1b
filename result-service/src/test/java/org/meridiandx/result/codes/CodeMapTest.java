package org.meridiandx.result.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.Samples;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.oru.OruAdmission;
import org.meridiandx.result.resources.ResourceTree;

class CodeMapTest {
    private static final String LAB = "urn:meridian:rx902:codes";
    private static final CodeMap MAP = new CodeMap(Map.of(
            new CodeMap.Code(LAB, "K"),
            List.of(
                    new CodeMap.Target("http://loinc.org", "2823-3", "Potassium"),
                    new CodeMap.Target("http://snomed.info/sct", "1000651000000109", ""))));

    @Test
    void shouldPutTheMeaningBehindTheSendersOwnCode() {
        // Given
        var draft = draft("OBX|1|NM|K^Kalium^L||5||||||F");

        // When
        MAP.translate(draft);

        // Then
        var codings = line(draft).json().path("code").path("coding");
        assertThat(codings).hasSize(3);
        assertThat(codings.path(0).path("code").asText()).isEqualTo("K");
        assertThat(codings.path(1).path("display").asText()).isEqualTo("Potassium");
        assertThat(codings.path(2).has("display")).isFalse();
    }

    @Test
    void shouldNotRepeatWhatTheSenderSaysItself() {
        // Given
        var draft = draft("OBX|1|NM|K^Kalium^L^2823-3^Potassium^LN||5||||||F");

        // When
        MAP.translate(draft);

        // Then
        assertThat(line(draft).json().path("code").path("coding")).hasSize(3);
    }

    @Test
    void shouldNameWhatMeansNothingToAnybodyElse() {
        // Given
        var draft = draft("OBX|1|CWE|ORG^Organism^L||ECOLI^E. coli^L||||||F");

        // When
        var unmapped = MAP.translate(draft);

        // Then
        assertThat(unmapped)
                .extracting(one -> one.element() + " " + one.code().code())
                .containsExactlyInAnyOrder("report X", "observation ORG", "value ECOLI");
    }

    @Test
    void shouldNotAskForAMapOfWhatIsCodedInAVocabularyOfTheWorld() {
        // Given
        var draft = draft("OBX|1|NM|2823-3^Potassium^LN||5||||||F");

        // When
        var unmapped = MAP.translate(draft);

        // Then
        assertThat(unmapped).extracting(CodeMap.Unmapped::element).containsExactly("report");
    }

    private static Drafts.Line line(Drafts.Message draft) {
        return draft.patients().getFirst().reports().getFirst().lines().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            '';K;3;''
            urn:meridian:rx902:codes;K;3;''
            https://lab.example/tests;K;1;https://lab.example/tests
            https://lab.example/tests;HB;2;''
            '';ZZ;1;urn:meridian:rx902:codes
            http://snomed.info/sct;1022431000000105;1;''
            https://fhir.hl7.org.uk/CodeSystem/x;ZZ;1;''
            """)
    void shouldKnowASendersOwnCodesInFhir(String system, String code, int codings, String unmapped) {
        // Given
        var line = ResourceTree.resource("Observation");
        var coding = line.putObject("code").putArray("coding").addObject().put("code", code);
        if (!system.isEmpty()) {
            coding.put("system", system);
        }
        var targets = new java.util.HashMap<>(MAP.targets());
        targets.put(
                new CodeMap.Code("https://lab.example/tests", "HB"),
                List.of(new CodeMap.Target("http://loinc.org", "718-7", "")));

        // When
        var found = new CodeMap(targets).translate(List.of(line), LAB);

        // Then
        assertThat(line.at("/code/coding")).hasSize(codings);
        assertThat(line.at("/code/coding/0/code").asText()).isEqualTo(code);
        assertThat(found)
                .extracting(one -> one.code().system())
                .containsExactlyElementsOf(unmapped.isEmpty() ? List.of() : List.of(unmapped));
    }

    @Test
    void shouldNameNothingForWhoBringsTheResultsOfOthers() {
        // Given
        var line = ResourceTree.resource("Observation");
        line.putObject("code").putArray("coding").addObject().put("code", "K");

        // When
        var found = MAP.translate(List.of(line), "");

        // Then
        assertThat(found).isEmpty();
        assertThat(line.at("/code/coding")).hasSize(1);
    }

    private static Drafts.Message draft(String obx) {
        var bytes = Samples.message("1", Samples.NHS_NUMBER, "OBR|1|P|F|X^X^L", obx);
        var message = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        return ((OruAdmission.Admitted) OruAdmission.admit(message)).draft();
    }
}
