package org.meridiandx.result.followup.critical.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.followup.critical.rules.CriticalRule.Verdict;

class CriticalTableTest {
    private static final String HEADER = "analyte | codes | side | limit | unit | ages | sex | source";
    private static final String ROW = "K | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | any | any | RCPath";

    @ParameterizedTest
    @CsvSource({
        // potassium
        "2823-3,  7.1,  mmol/L, '', ,   YES",
        "2823-3,  6.5,  mmol/L, '', ,   YES",
        "2823-3,  6.4,  mmol/L, '', ,   NO",
        "2823-3,  2.5,  mmol/L, '', ,   YES",
        "2823-3,  7100, umol/L, '', ,   YES",
        "2823-3,  7.1,  mmol/l, '', ,   YES",
        "2823-3,  0.0071, mol/L, '', ,  YES",
        "2823-3,  0.71, mmol/dL, '', ,  YES",
        // another kind of unit, or none, is not compared as if it were this one
        "2823-3,  7.1,  g/L,    '', ,   UNSURE_UNIT",
        "2823-3,  7.1,  '',     '', ,   UNSURE_UNIT",
        "2823-3,  5.0,  '',     '', ,   NO",
        // bounds
        "2823-3,  7.0,  mmol/L, '>', ,  YES",
        "2823-3,  7.0,  mmol/L, '<', ,  NO",
        "2823-3,  1.0,  mmol/L, '<', ,  YES",
        // sodium: the limit depends on the age
        "2951-2,  125,  mmol/L, '', 40, NO",
        "2951-2,  125,  mmol/L, '', 15, YES",
        "2951-2,  125,  mmol/L, '', ,   MAYBE",
        "2951-2,  120,  mmol/L, '', 16, YES",
        "2951-2,  160,  mmol/L, '', ,   YES",
        // creatinine in the unit of another laboratory
        "14682-9, 0.4,  mmol/L, '', 50, YES",
        "14682-9, 210,  umol/L, '', 50, NO",
        "14682-9, 210,  umol/L, '', 8,  YES",
        // another analyte
        "718-7,   20,   g/L,    '', ,   NO",
    })
    void shouldJudgeAValue(String code, BigDecimal value, String unit, String comparator, Integer age, Verdict expected)
            throws IOException {
        // Given
        var measured = new Measured(Set.of("http://loinc.org|" + code, "local|X"), value, unit, comparator);
        var person = new Person(Optional.ofNullable(age), Optional.empty());

        // When
        var verdict = shipped().judge(List.of(measured), person);

        // Then
        assertThat(verdict).isEqualTo(expected);
    }

    @Test
    void shouldTakeTheGravestOfSeveral() throws IOException {
        // Given
        var normal = new Measured(Set.of("http://loinc.org|2951-2"), new BigDecimal("140"), "mmol/L", "");
        var critical = new Measured(Set.of("http://loinc.org|2823-3"), new BigDecimal("7.0"), "mmol/L", "");

        // Then
        assertThat(shipped().judge(List.of(normal, critical, normal), Person.UNKNOWN))
                .isEqualTo(Verdict.YES);
        assertThat(shipped().judge(List.of(), Person.UNKNOWN)).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldNameASourceForEachLimit() throws IOException {
        assertThat(shipped().rules())
                .hasSizeGreaterThan(15)
                .allSatisfy(rule -> assertThat(rule.source()).contains("G158"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "K | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | any | any",
                "K | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | any | any | ",
                " | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | any | any | RCPath",
                "K | 2823-3 | >= | 6.5 | mmol/L | any | any | RCPath",
                "K | http://loinc.org#2823-3 | > | 6.5 | mmol/L | any | any | RCPath",
                "K | http://loinc.org#2823-3 | >= | high | mmol/L | any | any | RCPath",
                "K | http://loinc.org#2823-3 | >= | 0 | mmol/L | any | any | RCPath",
                "K | http://loinc.org#2823-3 | >= | 6.5 | mmols | any | any | RCPath",
                "K | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | 16 | any | RCPath",
                "K | http://loinc.org#2823-3 | >= | 6.5 | mmol/L | any | f | RCPath",
                ROW,
            })
    void shouldNameFileAndLineOfWhatIsWrong(String row) {
        // Given: the last one stands there before
        var lines = List.of("# remark", HEADER, "", ROW, row);

        // Then
        assertThatThrownBy(() -> CriticalTable.read("critical-values.txt", lines))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("critical-values.txt:5: ");
    }

    @Test
    void shouldRefuseATableWithoutHeaderOrLimits() {
        assertThatThrownBy(() -> CriticalTable.read("t", List.of(ROW))).hasMessageContaining("t:1: the header");
        assertThatThrownBy(() -> CriticalTable.read("t", List.of(HEADER))).hasMessageContaining("no limit");
    }

    private static CriticalTable shipped() throws IOException {
        try (var file = CriticalTable.class.getResourceAsStream("/follow-up/critical-values.txt")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return CriticalTable.read("critical-values.txt", Arrays.asList(text.split("\n")));
        }
    }
}
