package org.meridiandx.order.guidance.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
            ''; rule out DVT; dvt_suspected=true
            ''; suspicion of PE and headache; headache=true pe_suspected=true
            snomed 59282003; suspicion of embolism; pe_suspected=true
            icd10 M54.59X; Low back pain; low_back_pain=true
            snomed 197941005; Frank haematuria; haematuria_visible=true
            snomed 448765001; ''; weight_loss_unexplained=true
            """)
    void shouldKnowTheReason(String codes, String text, String facts) {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded(codes, text)));

        // Then
        assertThat(factsOf(read).split(" "))
                .containsExactlyInAnyOrder((facts + " requested_modality=CT requested_region=head").split(" "));
        assertThat(read.isWhole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            snomed 123; ''; reason code 123 (snomed); ''
            icd10 R519; ''; reason code R519 (icd10); ''
            icd10 R5; ''; reason code R5 (icd10); ''
            icd10 M54; ''; reason code M54 (icd10); ''
            icd10 M54.59X; no code of that class; reason code M54.59X (icd10); ''
            ''; no headache; the words of the reason; ''
            ''; headache since Tuesday; the words of the reason; ''
            ''; headache for 3 weeks and fever; the words of the reason; ''
            ''; ?papilloedema; the words of the reason; ''
            ''; headache, ?papilloedema; the words of the reason; headache=true
            ''; exclude papilloedema; the words of the reason; ''
            ''; rule out head injury; the words of the reason; ''
            snomed 82271004; possible head injury; reason code 82271004 (snomed); ''
            snomed 423341008; no papilloedema; reason code 423341008 (snomed); ''
            snomed 423341008; papilloedema excluded; reason code 423341008 (snomed); ''
            snomed 82271004; family history of head injury; reason code 82271004 (snomed); ''
            snomed 423341008; mother had papilloedema; reason code 423341008 (snomed); ''
            ''; FH papilloedema; the words of the reason; ''
            snomed 34436003; Blood in urine; reason code 34436003 (snomed); ''
            icd10 R63.4; Weight loss; reason code R63.4 (icd10); ''
            """)
    void shouldSayWhichReasonItDoesNotUnderstand(String codes, String text, String notUnderstood, String facts) {
        // When
        var read = CODES.read(CT_HEAD, List.of(coded(codes, text)));

        // Then
        assertThat(read.notUnderstood()).containsExactly(notUnderstood);
        assertThat(factsOf(read)).isEqualTo((facts + " requested_modality=CT requested_region=head").strip());
        assertThat(read.isWhole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"no papilloedema", "?papilloedema", "unlikely on inspection"})
    void shouldHearADenialInOtherWordsOfTheSameReason(String other) {
        // Given
        var reason = new Coded(List.of(new Coded.Code("urn:example:local", "1")), List.of("Papilloedema", other));

        // When
        var read = CODES.read(CT_HEAD, List.of(reason));

        // Then
        assertThat(read.notUnderstood()).containsExactly("reason code 1");
        assertThat(factsOf(read)).isEqualTo("requested_modality=CT requested_region=head");
    }

    @Test
    void shouldNotTakeACodeForAFactBesideATextTooLongToRead() {
        // Given
        var text = "papilloedema ".repeat(20) + "was looked for, with no result";

        // When
        var read = CODES.read(CT_HEAD, List.of(coded("snomed 423341008", text)));

        // Then
        assertThat(read.notUnderstood()).containsExactly("reason code 423341008 (snomed)");
        assertThat(factsOf(read)).isEqualTo("requested_modality=CT requested_region=head");
    }

    @Test
    @Timeout(5)
    void shouldPassOverWhatIsTooLongToBeACode() {
        // Given
        var code = "icd10 R51." + "1".repeat(200_000);

        // When
        var read = CODES.read(CT_HEAD, List.of(coded(code, "")));

        // Then
        assertThat(read.notUnderstood()).containsExactly("the words of the reason");
        assertThat(factsOf(read)).isEqualTo("requested_modality=CT requested_region=head");
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

    private static Recognised withBeside(String text) {
        var reason = new Coded(
                List.of(new Coded.Code("http://snomed.info/sct", "279039007")),
                List.of("Low back pain (finding)", text),
                text);
        return CODES.read(CT_HEAD, List.of(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ?pregnant;                            pregnancy_status
            20/40 pregnant, no trauma;            pregnancy_status, spinal_trauma_significant
            since a fall in March;                spinal_trauma_significant
            known breast cancer. Weight loss.;    history_of_cancer, weight_loss_unexplained
            """)
    void shouldAskWhatWordsBesideACodeSpeakOf(String text, String facts) {
        // When
        var read = withBeside(text);

        // Then
        assertThat(read.beside().mentioned().stream().map(Fact::name).collect(Collectors.joining(", ")))
                .isEqualTo(facts);
        assertThat(read.isWhole()).isFalse();
        assertThat(read.notUnderstood()).isNotEmpty();
        assertThat(read.facts().supplied().stream().map(Fact::name)).doesNotContain(facts.split(", "));
    }

    @Test
    void shouldTakeWhatIsKnownOfTheWordsBesideACode() {
        // When
        var read = withBeside("low back pain, headache");

        // Then
        assertThat(factsOf(read)).contains("low_back_pain=true", "headache=true");
        assertThat(read.isWhole()).isTrue();
    }

    @Test
    void shouldNotDropWordsBesideACodeThatItDoesNotKnow() {
        // When
        var read = withBeside("worse at night for three weeks");

        // Then
        assertThat(read.beside().unread()).containsExactly("worse at night for three weeks");
        assertThat(read.isWhole()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Low back pain (finding)", "low back pain", "LOW BACK PAIN"})
    void shouldNotTakeTheSameInWordsForMore(String text) {
        // When
        var read = withBeside(text);

        // Then
        assertThat(read.beside()).isEqualTo(Beside.NOTHING);
        assertThat(read.isWhole()).isTrue();
    }

    @Test
    void shouldAskWhatANoteSpeaksOf() {
        // Given
        var read = CODES.read(CT_HEAD, List.of(coded("snomed 25064002", "")));

        // When
        var noted = CODES.withNotes(read, List.of("Interpreter needed.", "Has a pacemaker"));

        // Then
        assertThat(noted.beside().mentioned().stream().map(Fact::name)).containsExactly("cardiac_device");
        assertThat(noted.notUnderstood()).containsExactly("the note");
        assertThat(CODES.withNotes(read, List.of("Interpreter needed."))).isEqualTo(read);
    }

    @Test
    void shouldTellNothingOfTheRequestInItsText() {
        // Then
        assertThat(CT_HEAD.toString()).doesNotContain("303653007");
        assertThat(CODES.read(CT_HEAD, List.of(coded("snomed 25064002", ""))).toString())
                .doesNotContain("CT", "true");
    }
}
