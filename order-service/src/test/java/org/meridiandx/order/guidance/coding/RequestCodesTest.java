package org.meridiandx.order.guidance.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.ContentFiles;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;

class RequestCodesTest {
    private static final RequestCodes CODES = new RequestCodes(CodeTableReader.read(
            ContentFiles.shipped("codes.yaml"), ContentFiles.shipped().vocabulary()));
    private static final Coded CT_HEAD = coded("snomed 303653007", "");

    private static Coded coded(String codes, String text) {
        var list = Arrays.stream(codes.split(","))
                .filter(code -> !code.isBlank())
                .map(code -> code.strip().split(" "))
                .map(parts -> new Coded.Code(urlOf(parts[0]), parts[1]))
                .toList();
        return new Coded(list, text.isEmpty() ? List.of() : List.of(text));
    }

    private static String urlOf(String system) {
        return switch (system) {
            case "snomed" -> "http://snomed.info/sct";
            case "loinc" -> "http://loinc.org";
            case "cpt" -> "http://www.ama-assn.org/go/cpt";
            case "icd10" -> "http://hl7.org/fhir/sid/icd-10";
            default -> "urn:example:" + system;
        };
    }

    private static String factsOf(Recognised read) {
        return read.facts().supplied().stream()
                .map(fact -> fact + "=" + textOf(fact, read.facts()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String textOf(Fact fact, Facts facts) {
        return switch (facts.value(fact)) {
            case FactValue.Flag(var flag) -> String.valueOf(flag);
            case FactValue.Choice(var code) -> code;
            case null -> "missing";
            case FactValue other -> other.toString();
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 303653007; ''; requested_modality=CT requested_region=head
            cpt 72133; Lumbar spine CT; requested_modality=CT requested_region=lumbar-spine
            loinc 36801-9; MRA Knee Vessels Right; requested_modality=MRI requested_region=vascular-leg
            cpt 71275; ''; contrast_planned=iodinated pe_suspected=true requested_modality=CT requested_region=chest
            snomed 726551006; ''; contrast_planned=iodinated requested_modality=MG requested_region=breast
            snomed 303653007, cpt 70450; ''; requested_modality=CT requested_region=head
            snomed 303653007, snomed 711232001; ''; contrast_planned=iodinated requested_modality=CT requested_region=head
            local 4711, snomed 303653007; ''; requested_modality=CT requested_region=head
            ''; CT head; requested_modality=CT requested_region=head
            ''; Lumbar spine CT; requested_modality=CT requested_region=lumbar-spine
            local 4711; X-ray left knee; requested_modality=XR requested_region=knee
            ''; CT abdomen and pelvis with contrast; contrast_planned=iodinated requested_modality=CT requested_region=abdomen-pelvis
            ''; MRI brain with contrast; contrast_planned=gadolinium requested_modality=MRI requested_region=head
            ''; MRI brain without contrast; contrast_planned=none requested_modality=MRI requested_region=head
            ''; CTPA; contrast_planned=iodinated pe_suspected=true requested_modality=CT requested_region=chest
            ''; Echo; contrast_planned=none requested_modality=ECHO requested_region=heart
            """)
    void shouldKnowTheExamination(String codes, String text, String facts) {
        // When
        var read = CODES.read(coded(codes, text), List.of());

        // Then
        assertThat(factsOf(read)).isEqualTo(facts);
        assertThat(read.examination()).isPresent();
        assertThat(read.notUnderstood()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 999999; ''; examination code 999999 (snomed)
            local 303653007; ''; examination code 303653007
            snomed 303653007, snomed 169069000; ''; examination code 303653007 (snomed)
            ''; CT-guided biopsy of the chest; the words of the examination
            ''; CT head and neck; the words of the examination
            ''; CT or MRI head; the words of the examination
            ''; head; the words of the examination
            ''; CT; the words of the examination
            ''; no CT head; the words of the examination
            ''; US head with contrast; the words of the examination
            ''; CT head with contrast and without contrast; the words of the examination
            ''; Echo head; the words of the examination
            ''; ?; the words of the examination
            local <b>1</b>; ''; the words of the examination
            """)
    void shouldNotGuessTheExamination(String codes, String text, String label) {
        // When
        var read = CODES.read(coded(codes, text), List.of());

        // Then
        assertThat(factsOf(read)).isEmpty();
        assertThat(read.examination()).isEmpty();
        assertThat(read.notUnderstood()).containsExactly(label);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 279039007; Low back pain; low_back_pain=true
            icd10 M54.50; ''; low_back_pain=true
            icd10 R51; ''; headache=true
            icd10 R51.9; ''; headache=true
            icd10 S83.511; Sprain of anterior cruciate ligament of right knee; knee_injury=true
            ''; headache, papilloedema; headache=true papilloedema=true
            ''; Headache and optic disc oedema; headache=true papilloedema=true
            snomed 59282003; ?PE; pe_suspected=true
            snomed 59282003; Suspected pulmonary embolism; pe_suspected=true
            ''; suspected DVT; dvt_suspected=true
            """)
    void shouldKnowTheReason(String codes, String text, String facts) {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded(codes, text)));

        // Then
        assertThat(factsOf(read)).isEqualTo((facts + " requested_modality=CT requested_region=head"));
        assertThat(read.isWhole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 123; ''
            icd10 R519; ''
            icd10 R5; ''
            icd10 M54; ''
            icd10 M54.59X; no code of that class
            ''; no headache
            ''; headache since Tuesday
            ''; headache for 3 weeks and fever
            """)
    void shouldSayWhichReasonItDoesNotUnderstand(String codes, String text) {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded(codes, text)));

        // Then
        assertThat(read.isWhole()).isEqualTo(codes.equals("icd10 M54.59X"));
        assertThat(read.facts().supplied()).hasSizeLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 59282003; Pulmonary embolism
            snomed 59282003; PE no longer suspected
            snomed 59282003; suspected but excluded
            icd10 I26.9; ''
            ''; DVT
            """)
    void shouldNotTakeADisorderForASuspicion(String codes, String text) {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded(codes, text)));

        // Then
        assertThat(factsOf(read)).isEqualTo("requested_modality=CT requested_region=head");
        assertThat(read.suspicionOpen()).hasSize(1);
        assertThat(read.isWhole()).isFalse();
    }

    @Test
    void shouldKnowAReasonOfWhichNoGuidelineSpeaks() {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded("snomed 27355003", "Toothache")));

        // Then
        assertThat(read.isWhole()).isTrue();
        assertThat(read.reasons()).containsExactly("toothache");
        assertThat(factsOf(read)).isEqualTo("requested_modality=CT requested_region=head");
    }

    @Test
    void shouldNotBeWholeWithoutAReason() {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded("", "")));

        // Then
        assertThat(read.isWhole()).isFalse();
        assertThat(read.notUnderstood()).isEmpty();
    }

    @Test
    void shouldHearWhetherWordsSpeakOfImaging() {
        // Then
        assertThat(CODES.speaksOfImaging(coded("", "CT of the left thumb"))).isTrue();
        assertThat(CODES.speaksOfImaging(coded("", "Full blood count"))).isFalse();
    }

    @Test
    void shouldTellNothingOfTheRequestInItsText() {
        // Then
        assertThat(CT_HEAD.toString()).doesNotContain("303653007");
        assertThat(CODES.read(CT_HEAD, List.of(coded("snomed 25064002", ""))).toString())
                .doesNotContain("CT", "true");
    }
}
