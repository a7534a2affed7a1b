package org.meridiandx.indicators;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridiandx.indicators.IndicatorDefinition.Kind;

class IndicatorFormsTest {
    private static final IndicatorDefinition DEFINITION =
            new IndicatorDefinition("tests", Kind.PARTS, "requests", "So many, of \"all\".", "here");
    private static final Indicator.Period PERIOD =
            new Indicator.Period(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31));

    private static Indicator indicator(String group, long numerator, boolean isHidden) {
        return new Indicator(
                DEFINITION,
                "Y90001",
                PERIOD,
                group,
                new Figure(BigDecimal.valueOf(numerator), isHidden ? "<5" : ""),
                Figure.shown(BigDecimal.valueOf(40)));
    }

    @Test
    void shouldWriteJsonWithoutEmptiesAndHiddenNumbersAsText() {
        assertThat(IndicatorForms.json(List.of(indicator("a|b", 3, true), indicator("", 7, false))))
                .isEqualTo("""
                        {"indicators":[{"name":"tests","organisation":"Y90001","period":{"from":"2026-01-01","to":"2026-01-31"},\
                        "group":"a|b","numerator":"<5","denominator":40,"unit":"requests",\
                        "definition":"So many, of \\"all\\".","source":"here"},\
                        {"name":"tests","organisation":"Y90001","period":{"from":"2026-01-01","to":"2026-01-31"},\
                        "numerator":7,"denominator":40,"unit":"requests",\
                        "definition":"So many, of \\"all\\".","source":"here"}]}""");
    }

    @Test
    void shouldWriteCsvThatNoSpreadsheetRuns() {
        assertThat(IndicatorForms.csv(List.of(indicator("=cmd|'x'!A1,\"", 3, true))))
                .isEqualTo("name,organisation,from,to,group,numerator,denominator,unit,definition,source\r\n"
                        + "tests,Y90001,2026-01-01,2026-01-31,\"'=cmd|'x'!A1,\"\"\",<5,40,requests,"
                        + "\"So many, of \"\"all\"\".\",here\r\n");
    }
}
