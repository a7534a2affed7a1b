package org.meridiandx.result.record.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.record.rules.Told.About;
import org.meridiandx.result.record.rules.Told.Coded;
import org.meridiandx.result.record.rules.Told.Kind;

class SameFactRuleTest {

    /// Columns: source, codes (`system:code`, `+` between), rest, start, end of the one and the other.
    @ParameterizedTest(name = "{0} {1} | {2} and {3}: {4}")
    @CsvSource({
        // the same state, open or overlapping
        "STATE, A s:1 x - -, B s:1 x - -, true",
        "STATE, A s:1 x 2015 -, B s:1 x 2019-03-01 -, true",
        "STATE, A s:1 x 2015 2016, B s:1 x 2016-12-31 -, true",
        "STATE, A s:1 x 2015 2016, B s:1 x 2017 -, false",
        "STATE, A s:1 x 2015-06 -, B s:1 x - -, true",
        // what one source tells twice is two
        "STATE, A s:1 x - -, A s:1 x - -, false",
        // anything else that differs: status, criticality, dose
        "STATE, A s:1 x - -, B s:1 y - -, false",
        // codes: one in common, and no system that contradicts
        "STATE, A s:1+r:9 x - -, B s:1 x - -, true",
        "STATE, A s:1+r:9 x - -, B s:1+r:8 x - -, false",
        "STATE, A s:1 x - -, B s:2 x - -, false",
        "STATE, A s:1 x - -, B r:1 x - -, false",
        "STATE, A - x - -, B s:1 x - -, false",
        // words, where there are no codes
        "STATE, A - x - -, B - x - -, true",
        // an event: the same known day
        "EVENT, A s:1 x 2025-10-03 -, B s:1 x 2025-10-03T09:00:00Z -, true",
        "EVENT, A s:1 x 2025-10-03 -, B s:1 x 2025-10-04 -, false",
        "EVENT, A s:1 x 2025 -, B s:1 x 2025 -, false",
        "EVENT, A s:1 x - -, B s:1 x - -, false",
        // an act: two orders are two
        "ACT, A s:1 x 2025-10-03 -, B s:1 x 2025-10-03 -, false"
    })
    void shouldTellOneFactFromTwo(Kind kind, String one, String other, boolean isSame) {
        // When
        var forth = SameFactRule.isSame(told("1", kind, one), told("2", kind, other));
        var back = SameFactRule.isSame(told("2", kind, other), told("1", kind, one));

        // Then
        assertThat(forth).isEqualTo(isSame);
        assertThat(back).isEqualTo(isSame);
    }

    @Test
    void shouldKnowAnActByItsIdentifier() {
        // Given
        var about = new About(Set.of(new Coded("s", "1")), "", Set.of("rx|7"), "x");
        var one = new Told("1", "A", Kind.ACT, about, Span.UNKNOWN, 1);
        var copy = new Told("2", "B", Kind.ACT, about, Span.of("2025", ""), 2);

        // Then
        assertThat(SameFactRule.isSame(one, copy)).isTrue();
    }

    @Test
    void shouldGroupEachOnceAndShowTheLatest() {
        // Given
        var all = Arrays.asList(
                told("1", Kind.STATE, "A s:1 x 2010 2012"),
                told("2", Kind.STATE, "B s:1 x 2012 2014"),
                told("3", Kind.STATE, "C s:1 x 2014 2016"),
                told("4", Kind.STATE, "B s:2 x - -"));

        // When
        var groups = SameFactRule.groups(all);
        Collections.reverse(all);
        var backwards = SameFactRule.groups(all);

        // Then
        assertThat(groups.stream().map(SameFactRuleTest::ids))
                .containsExactly(List.of("4"), List.of("3", "2"), List.of("1"));
        assertThat(backwards).isEqualTo(groups);
    }

    @ParameterizedTest
    @CsvSource({"penicillin,penicillin,true", "penicillin,aspirin,false", "penicillin,'',false", "'','',true"})
    void shouldNotGoByACodeAloneWhereWordsSayMore(String one, String other, boolean isSame) {
        // Given
        var generic = Set.of(new Coded("s", "adverse-reaction-to-drug"));
        var told = new Told("1", "A", Kind.STATE, new About(generic, one, Set.of(), "x"), Span.UNKNOWN, 1);
        var more = new Told("2", "B", Kind.STATE, new About(generic, other, Set.of(), "x"), Span.UNKNOWN, 2);

        // Then
        assertThat(SameFactRule.isSame(told, more)).isEqualTo(isSame);
    }

    @ParameterizedTest
    @CsvSource({
        "AllergyIntolerance,http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips,no-known-allergies,NONE_KNOWN",
        "AllergyIntolerance,http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips,no-allergy-info,NOT_ASKED",
        "AllergyIntolerance,http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips,no-known-food-allergies,NO",
        "AllergyIntolerance,http://snomed.info/sct,716186003,NONE_KNOWN",
        "AllergyIntolerance,http://snomed.info/sct,409137002,NO",
        "AllergyIntolerance,http://example.org,no-known-allergies,NO",
        "MedicationStatement,http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips,no-known-medications,NONE_KNOWN",
        "Condition,http://snomed.info/sct,160245001,NONE_KNOWN",
        // none of one thing is not none of another
        "Condition,http://snomed.info/sct,716186003,NO",
        "Condition,http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips,no-allergy-info,NO",
        "AllergyIntolerance,http://snomed.info/sct,160245001,NO",
        "CarePlan,http://snomed.info/sct,160245001,NO"
    })
    void shouldTellNoneKnownFromNotAsked(String type, String system, String code, Absence expected) {
        assertThat(Absence.of(type, Set.of(new Coded(system, code)))).isEqualTo(expected);
    }

    private static Told told(String id, Kind kind, String text) {
        var parts = text.strip().split(" ");
        var codes = parts[1].equals("-")
                ? Set.<Coded>of()
                : Arrays.stream(parts[1].split("\\+"))
                        .map(code -> new Coded(code.split(":")[0], code.split(":")[1]))
                        .collect(Collectors.toSet());
        var about = new About(codes, codes.isEmpty() ? "herbal tea" : "", Set.of(), parts[2]);
        var span = Span.of(said(parts[3]), said(parts[4]));
        return new Told(id, parts[0], kind, about, span, Long.parseLong(id));
    }

    private static String said(String date) {
        return date.equals("-") ? "" : date;
    }

    private static List<String> ids(List<Told> group) {
        return group.stream().map(Told::id).toList();
    }
}
