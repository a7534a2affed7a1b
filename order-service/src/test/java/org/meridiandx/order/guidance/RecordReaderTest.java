package org.meridiandx.order.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.FactValue;
import org.meridiandx.order.guidance.rules.facts.Facts;
import org.meridiandx.order.guidance.rules.facts.Vocabulary;
import org.meridiandx.order.guidance.rules.record.Checked;
import org.meridiandx.order.guidance.rules.record.FoundFacts;
import org.meridiandx.order.guidance.rules.record.PatientRecord;
import org.meridiandx.order.guidance.rules.record.PriorResult;
import org.meridiandx.order.guidance.rules.record.PriorStudy;
import org.meridiandx.order.guidance.rules.record.RecordReader;
import org.meridiandx.order.guidance.rules.record.RecordSourcesReader;
import org.meridiandx.order.guidance.rules.record.Seal;

/// Which facts the record fills: only what is certain, and what is not used is told.
class RecordReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Vocabulary VOCABULARY = ContentFiles.shipped().vocabulary();
    private static final RecordReader READER = new RecordReader(
            VOCABULARY,
            RecordSourcesReader.read(
                    ContentFiles.shipped("record-facts.yaml"),
                    ContentFiles.shipped("imaging-guidelines.yaml"),
                    VOCABULARY));
    private static final String EGFR = "http://snomed.info/sct|1011481000000105";

    private static FoundFacts read(List<PriorResult> results, List<PriorStudy> studies, Facts given) {
        var person = new PatientRecord.Person(
                "p", "9990000018", Optional.of(LocalDate.of(1980, 1, 1)), Optional.of("female"), false);
        return READER.read(
                new PatientRecord(person, new Checked.Answered<>(results), new Checked.Answered<>(studies)),
                given,
                NOW);
    }

    private static FoundFacts results(PriorResult... results) {
        return read(List.of(results), List.of(), Facts.none(VOCABULARY));
    }

    private static PriorResult number(String code, String value, String unit, String comparator, long days) {
        var measured = new PriorResult.Measured(Optional.of(new BigDecimal(value)), comparator, unit, "", List.of());
        return new PriorResult(
                "o-" + days, code, measured, Optional.of(NOW.minus(Duration.ofDays(days))), "RX902", Seal.NONE);
    }

    private static PriorResult coded(String code, String interpretation, String value, long days) {
        var measured = new PriorResult.Measured(Optional.empty(), "", "", interpretation, List.of(value.split(" ")));
        return new PriorResult(
                "o-" + days, code, measured, Optional.of(NOW.minus(Duration.ofDays(days))), "RX902", Seal.NONE);
    }

    private static PriorStudy study(String modalities, String bodyPart, String description, long days) {
        return new PriorStudy(
                "s-" + days,
                List.of(modalities.split(" ")),
                bodyPart,
                description,
                "RX904",
                Optional.of(NOW.minus(Duration.ofDays(days))),
                Seal.NONE);
    }

    private static String text(FoundFacts found, String fact) {
        return switch (found.facts().value(VOCABULARY.require(fact))) {
            case FactValue.Amount(var amount) -> amount.stripTrailingZeros().toPlainString();
            case FactValue.Flag(var flag) -> String.valueOf(flag);
            case FactValue.Choice(var code) -> code;
            case FactValue.Text(var said) -> said;
            case null -> "-";
        };
    }

    /// Value, unit and comparator as sent, the fact, and whether something is told of what is not
    /// used.
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://snomed.info/sct|1011481000000105, 45, mL/min/1.73m2,         '',  10, egfr,       45,   0
            http://loinc.org|98979-8,                45, 'mL/min/{1.73_m2}',    '', 730, egfr,       45,   0
            http://loinc.org|98979-8,                45, 'mL/min/{1.73_m2}',    '', 731, egfr,       -,    0
            http://loinc.org|98979-8,                45, mL/s,                  '',  10, egfr,       -,    1
            http://loinc.org|98979-8,                45, '',                    '',  10, egfr,       -,    1
            http://loinc.org|98979-8,                15, mL/min/1.73m2,        '<',  10, egfr,       15,   0
            http://loinc.org|98979-8,                30, mL/min/1.73m2,        '<',  10, egfr,       -,    1
            http://loinc.org|98979-8,                60, mL/min/1.73m2,        '<',  10, egfr,       -,    1
            http://loinc.org|98979-8,                90, mL/min/1.73m2,        '>',  10, egfr,       90,   0
            http://loinc.org|98979-8,                45, mL/min/1.73m2,         '',  -3, egfr,       -,    1
            http://loinc.org|2857-1,                7.1, ng/mL,                 '',  10, psa,        7.1,  0
            http://loinc.org|2857-1,                0.1, ug/L,                 '<',  10, psa,        -,    1
            http://loinc.org|2857-1,                7.1, ng/mL,                 '',  93, psa,        -,    0
            http://snomed.info/sct|1049361000000101,  4, ug/g,                 '<',  10, fit_result, 4,    0
            http://loinc.org|29463-7,             82000, g,                     '',  10, weight_kg,  82,   0
            http://loinc.org|29463-7,               180, [lb_av],               '',  10, weight_kg,  -,    1
            """)
    void shouldUseNumbersOfKnownUnitsThatAreRecentEnough(
            String code, String value, String unit, String comparator, long days, String fact, String used, int told) {
        // When
        var found = results(number(code, value, unit, comparator, days));

        // Then
        assertThat(text(found, fact)).isEqualTo(used);
        assertThat(found.unchecked()).hasSize(told);
    }

    @Test
    void shouldNotGoBackToAnOlderResultWhereTheLatestCannotBeUsed() {
        // When
        var found = results(number(EGFR, "80", "mL/min/1.73m2", "", 100), number(EGFR, "20", "odd", "", 2));

        // Then
        assertThat(text(found, "egfr")).isEqualTo("-");
        assertThat(text(found, "egfr_months_ago")).isEqualTo("-");
    }

    /// A mistyped year is not to hide what was measured.
    @Test
    void shouldTakeTheResultBeforeOneThatIsDatedAhead() {
        // When
        var found = results(number(EGFR, "90", "mL/min/1.73m2", "", -300), number(EGFR, "20", "mL/min/1.73m2", "", 2));

        // Then
        assertThat(text(found, "egfr")).isEqualTo("20");
        assertThat(found.unchecked())
                .singleElement()
                .satisfies(missed -> assertThat(missed.reason()).contains("'egfr'", "2027-09-18", "dated ahead"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://loinc.org|718-7, L,  10, true
            http://loinc.org|718-7, H,  10, false
            http://loinc.org|718-7, N,  92, false
            http://loinc.org|718-7, L,  93, -
            http://loinc.org|718-7, A,  10, -
            http://loinc.org|718-7, '', 10, -
            """)
    void shouldGoByTheLaboratorysOwnRange(String code, String interpretation, long days, String expected) {
        assertThat(text(results(coded(code, interpretation, "", days)), "low_haemoglobin"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://snomed.info/sct|77386006,                          200, pregnant,     0
            http://snomed.info/sct|77386006,                          281, -,            0
            http://snomed.info/sct|60001007,                            7, not_pregnant, 0
            http://snomed.info/sct|60001007,                            8, -,            0
            http://snomed.info/sct|261665006,                           1, -,            1
            urn:local|P http://snomed.info/sct|77386006,                1, pregnant,     0
            http://loinc.org|LA15173-0 http://snomed.info/sct|77386006, 1, pregnant,     0
            http://loinc.org|LA15173-0 http://snomed.info/sct|60001007, 1, -,            1
            """)
    void shouldTakeAPregnancyForAsLongAsItMayLast(String values, long days, String expected, int told) {
        // When
        var found = results(coded("http://loinc.org|82810-3", "", values, days));

        // Then
        assertThat(text(found, "pregnancy_status")).isEqualTo(expected);
        assertThat(found.unchecked()).hasSize(told);
    }

    /// Modalities, body part and description of a study of ten days ago; what is asked for; days
    /// since the same.
    @ParameterizedTest
    @CsvSource(textBlock = """
            CT,    CHEST,    '',                          CT,   chest,                10
            CT,    '',       'CT Thorax',                 CT,   chest,                10
            CT,    '',       'CT CAP with contrast',      CT,   chest,                10
            CT,    CHEST,    '',                          CT,   chest-abdomen-pelvis, -
            CT,    CHEST,    '',                          MRI,  chest,                -
            MR,    LSPINE,   '',                          MRI,  lumbar-spine,         10
            MR,    '',       'MRI L-Spine',               MRI,  lumbar-spine,         10
            MR,    '',       'MRI whole spine',           MRI,  lumbar-spine,         10
            DX CR, CHEST,    '',                          XR,   chest,                10
            PT CT, '',       'PET-CT skull to thigh',     PET,  whole-body,           10
            PT CT, CHEST,    '',                          CT,   chest,                -
            US,    '',       'Echocardiogram',            ECHO, heart,                10
            US,    ABDOMEN,  '',                          US,   abdomen,              10
            SR,    CHEST,    '',                          CT,   chest,                -
            """)
    void shouldFindTheSameExamination(
            String modalities, String part, String description, String modality, String region, String days) {
        // Given
        var given = Facts.none(VOCABULARY).with("requested_modality", modality).with("requested_region", region);

        // When
        var found = read(List.of(), List.of(study(modalities, part, description, 10)), given);

        // Then
        assertThat(text(found, "days_since_same_exam")).isEqualTo(days);
        assertThat(text(found, "previous_imaging_checked")).isEqualTo("true");
    }

    @Test
    void shouldTellOfAScanThatDoesNotSayWhatItShows() {
        // Given
        var given = Facts.none(VOCABULARY).with("requested_modality", "CT").with("requested_region", "chest");

        // When
        var found = read(List.of(), List.of(study("CT", "", "Planning", 10)), given);

        // Then
        assertThat(found.unchecked()).singleElement().satisfies(missed -> {
            assertThat(missed.source()).isEqualTo("imaging");
            assertThat(missed.reason()).contains("CT", "2026-11-12", "RX904");
        });
    }

    @Test
    void shouldCountAndEstimateTheLastTwelveMonthsOnly() {
        // When
        var found = read(
                List.of(),
                List.of(
                        study("CT", "CHEST", "", 1),
                        study("CT", "HEAD", "", 365),
                        study("CT", "HEAD", "", 367),
                        study("CT", "", "unnamed", 20),
                        study("MR", "HEAD", "", 20)),
                Facts.none(VOCABULARY));

        // Then
        assertThat(text(found, "ct_count_12m")).isEqualTo("3");
        assertThat(text(found, "effective_dose_12m_msv")).isEqualTo("10");
        assertThat(found.found())
                .filteredOn(each -> each.fact().name().equals("effective_dose_12m_msv"))
                .singleElement()
                .satisfies(each -> assertThat(each.origin().note()).contains("estimate", "1 examinations"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            fact: egfr;                 fact: gfr;                  'gfr' is no fact of this kind
            choice: possible;           choice: perhaps;            'perhaps' is no value of 'pregnancy_status'
            parts: [knee], dose_ref;    parts: [elbow], dose_ref;   'elbow' is no region
            dose_ref: ct-head;          dose_ref: ct-toe;           'ct-toe' is no dose
            bounds: [30, 30];           bounds: [30];               'bounds' are the lowest
            BMD: DXA;                   BMD: BONE;                  'BONE' is no modality
            drafted:;                   draughted:;                 'draughted' is no key here
            months_ago:;                month_ago:;                 'month_ago' is no key here
            is_not:;                    isnot:;                     'isnot' is no key here
            shown:;                     show:;                      'show' is no key here
            regions:;                   region:;                    'region' is no key here
            dose_ref: ct-head;          dose: ct-head;              'dose' is no key here
            http://loinc.org|718-7;     718-7;                      '718-7' is not of the form system|code
            http://loinc.org|LA15173-0; LA15173-0;                  'LA15173-0' is not of the form system|code
            http://loinc.org|2160-0;    http://loinc.org|;          is not of the form system|code
            """)
    void shouldRefuseContentThatCannotBeMeant(String there, String instead, String words) throws IOException {
        // Given
        var text = new String(
                ContentFiles.class
                        .getResourceAsStream("/guidance/record-facts.yaml")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(text).contains(there);
        var broken = ContentFiles.read(
                "record-facts.yaml",
                new ByteArrayInputStream(text.replace(there, instead).getBytes(StandardCharsets.UTF_8)));

        // When // Then
        assertThatThrownBy(() ->
                        RecordSourcesReader.read(broken, ContentFiles.shipped("imaging-guidelines.yaml"), VOCABULARY))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining(words);
    }
}
