package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.problem.ProblemException;

/// Measured values, missing dates, resources that name the hits, and how much of a hit is shown.
class SearchFormTest {
    private static final SearchDefinition REPORT = SearchDefinition.of("DiagnosticReport", "report")
            .token("status", "status")
            .sideTable("code", "report_code")
            .build();
    private static final SearchDefinition LINE = SearchDefinition.of("Observation", "line")
            .token("status", "status")
            .sortedOptionalDateTime("date", "effective_at")
            .quantity(
                    "value-quantity",
                    "number",
                    "unit",
                    unit -> unit.equals("g/L")
                            ? Map.of("g/L", BigDecimal.ONE, "mg/L", new BigDecimal("1000"))
                            : Map.of(unit, BigDecimal.ONE))
            .codeQuantity("combo-code-value-quantity", "value-quantity", "line_code s", "line_component s")
            .includingNamed("Observation:has-member", () -> REPORT, "hasMember")
            .having("_has:DiagnosticReport:result", () -> REPORT, Map.entry("id", "report_id"), "status", "code")
            .build();
    private static final byte[] CONTENT = """
            {"resourceType":"Observation","id":"1","meta":{"versionId":"1"},"text":{"status":"generated","div":"<div/>"},
             "status":"final","_status":{"id":"x"},"code":{"text":"K"},"valueQuantity":{"value":1.10,"unit":"g/L"},
             "note":[{"text":"n"}],"modifierExtension":[{"url":"u","valueBoolean":true}]}""".getBytes(StandardCharsets.UTF_8);

    private static SearchQuery parse(String name, String value) {
        var query = new MultivaluedHashMap<String, String>();
        query.putSingle(name, value);
        return LINE.parse(query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5.4; (number >= $1::numeric and number < $2::numeric); [5.35, 5.45]",
                "100; (number >= $1::numeric and number < $2::numeric); [99.5, 100.5]",
                "1e2; (number >= $1::numeric and number < $2::numeric); [95, 105]",
                "-5.40; (number >= $1::numeric and number < $2::numeric); [-5.405, -5.395]",
                "gt5.4; number > $1::numeric; [5.4]",
                "sa5.4; number > $1::numeric; [5.4]",
                "le5.4; number <= $1::numeric; [5.4]",
                "ne5; (number < $1::numeric or number >= $2::numeric); [4.5, 5.5]",
                "ap10; (number >= $1::numeric and number <= $2::numeric); [9.0, 11.0]",
                "lt5|http://unitsofmeasure.org|mm; ((unit = $1 and number < $2::numeric)); [mm, 5]",
                "lt5||mm; ((unit = $1 and number < $2::numeric)); [mm, 5]",
                "ge1.5|http://unitsofmeasure.org|g/L; ((unit = $1 and number >= $2::numeric) or (unit = $3 and number >= $4::numeric)); [g/L, 1.5, mg/L, 1500.0]",
            })
    void shouldAskForAMeasuredValueInEveryUnitThatMeasuresTheSame(String value, String where, String arguments) {
        // When
        var parsed = parse("value-quantity", value);

        // Then
        assertThat(parsed.sql()).contains("where " + where + " order by");
        assertThat(plain(parsed)).isEqualTo(arguments);
    }

    private static String plain(SearchQuery query) {
        return query.arguments().stream()
                .map(argument -> argument instanceof BigDecimal number ? number.toPlainString() : argument)
                .toList()
                .toString();
    }

    @Test
    void shouldAskForCodeAndValueOfTheSameMeasurement() {
        // When
        var parsed = parse("combo-code-value-quantity", "http://loinc.org|718-7$lt80");

        // Then
        assertThat(parsed.sql())
                .contains(
                        "(exists (select 1 from line_code s where s.resource_id = line.id and s.value = $1"
                                + " and s.system = $2 and number < $3::numeric) or exists (select 1 from line_component s where");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "five",
                "5.4|mm",
                "5|http://loinc.org|x",
                "gt",
                "5||",
                "5|",
                "5|a|b|c",
                "1e999",
                "٥",
                "5.",
                "zz5",
                "NaN",
                "5|http://unitsofmeasure.org|"
            })
    void shouldRefuseWhatIsNoMeasuredValue(String value) {
        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> parse("value-quantity", value));
        var refusedOfCode = catchThrowableOfType(
                ProblemException.class, () -> parse("combo-code-value-quantity", "718-7$" + value));

        // Then
        assertThat(refused.problem().expressions()).containsExactly("value-quantity");
        assertThat(refusedOfCode.problem().expressions()).containsExactly("combo-code-value-quantity");
    }

    @Test
    void shouldPutWhatHasNoDateLastAndFindItByNoDate() {
        // When
        var sorted = parse("_sort", "-date").sql();
        var before = parse("date", "lt2026-01-01").sql();

        // Then
        var date = "coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz)";
        assertThat(sorted).contains("order by " + date + " desc, id desc");
        assertThat(before).contains("(" + date + " < $1 and " + date + " > '0001-01-01T00:00:00Z'::timestamptz)");
    }

    @Test
    void shouldAskWhatNamesTheHitsAndWhoMayBeShownForIt() {
        // When
        var parsed = parse("_has:DiagnosticReport:result:status", "final,amended");

        // Then
        assertThat(parsed.sql())
                .contains("where report_id in (select id from report where (status = $1 or status = $2))");
        assertThat(parsed.having()).singleElement().satisfies(has -> {
            assertThat(has.arguments()).containsExactly("final", "amended");
            assertThat(has.sql()).contains("from line where id = any($3)", "where (status = $1 or status = $2)");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_has:DiagnosticReport:result:conclusion",
                "_has:DiagnosticReport:specimen:status",
                "_has:Observation:specimen:status",
                "_has:DiagnosticReport:result",
                "_has:"
            })
    void shouldSayWhatMayBeAskedOfThem(String name) {
        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> parse(name, "x"));

        // Then
        assertThat(refused.problem().detail())
                .contains("_has:DiagnosticReport:result:code, _has:DiagnosticReport:result:status");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "_elements; note; note,code,status; text,valueQuantity",
                "_elements; value,id; valueQuantity,code,status; text,note",
                "_summary; true; valueQuantity,code,status; text,note",
                "_summary; text; text,code,status; note,valueQuantity",
                "_summary; data; note,valueQuantity,code,status; text",
            })
    void shouldShowWhatIsWantedAndSayThatItIsNotAll(String name, String value, String kept, String left) {
        // When
        var shown = new String(
                parse(name, value).form().subset().orElseThrow().of("Observation", CONTENT), StandardCharsets.UTF_8);

        // Then
        for (var element : kept.split(",")) {
            assertThat(shown).contains("\"" + element + "\":");
        }
        for (var element : left.split(",")) {
            assertThat(shown).doesNotContain("\"" + element + "\":{").doesNotContain("\"" + element + "\":[");
        }
        assertThat(shown).contains("SUBSETTED", "\"_status\":", "modifierExtension");
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour", "", "status,", "Observation.status", "value[x]", "status code"})
    void shouldRefuseElementsThatThereAreNot(String value) {
        // When
        var refused = catchThrowableOfType(ProblemException.class, () -> parse("_elements", value));

        // Then
        assertThat(refused.problem().expressions()).containsExactly("_elements");
    }

    @Test
    void shouldKeepEveryDigitAndTheWholeOfWhatComesAlong() {
        // Given
        var subset = parse("_elements", "value").form().subset().orElseThrow();

        // When
        var shown = new String(subset.of("Observation", CONTENT), StandardCharsets.UTF_8);
        var other = subset.of("Specimen", CONTENT);

        // Then
        assertThat(shown).contains("\"value\":1.10");
        assertThat(other).isSameAs(CONTENT);
    }

    @Test
    void shouldCountOnlyWhereItIsAsked() {
        assertThat(parse("status", "final").form().isCounted()).isFalse();
        assertThat(parse("_total", "none").form().isCounted()).isFalse();
        assertThat(parse("_total", "accurate").form().isCounted()).isTrue();
        assertThat(parse("_summary", "count").form().isCounted()).isTrue();
        assertThat(parse("_summary", "count").form().hasEntries()).isFalse();
        assertThat(parse("_total", "accurate").form().countSql())
                .doesNotContain("order by")
                .endsWith("limit 5001");
    }

    @Test
    void shouldReadWhatAHitNames() {
        // Given
        var content = """
                {"resourceType":"Observation","contained":[{"hasMember":[{"reference":"DiagnosticReport/no"}]}],
                 "hasMember":[{"reference":"DiagnosticReport/1"},{"display":"x"},{"reference":"#c"},
                 {"identifier":{"reference":"DiagnosticReport/no"}},{"reference":"DiagnosticReport/2/_history/1"}],
                 "subject":{"reference":"Patient/3"}}""".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(NamedIds.in(content, "hasMember", "DiagnosticReport")).containsExactly("1", "2");
        assertThat(NamedIds.in(content, "subject", "Patient")).containsExactly("3");
        assertThat(NamedIds.in(content, "subject", "Group")).isEmpty();
        assertThat(NamedIds.in(content, "specimen", "Specimen")).isEmpty();
    }
}
