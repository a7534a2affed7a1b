package org.meridiandx.result.trends.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.result.trends.rules.Measured.Range;
import org.w3c.dom.Document;

/// Series in one unit, their statistics, and their chart.
class TrendChartTest {
    private static final String GLUCOSE = "http://loinc.org|14749-6";
    private static final String GLUCOSE_MASS = "http://loinc.org|2345-7";
    private static final String EVIL = "</title><script>alert(1)</script>\"'&\u0007";

    private static Measured value(String code, String day, String value, String unit) {
        return value(code, day, value, unit, "", "");
    }

    private static Measured value(String code, String day, String value, String unit, String comparator, String flag) {
        var range = new Range(Optional.of(new BigDecimal("3.5")), Optional.of(new BigDecimal("5.3")));
        return new Measured(
                day + value,
                code,
                OffsetDateTime.parse(day + "T09:00:00Z"),
                new BigDecimal(value),
                comparator,
                unit,
                "RX902",
                unit.equals("mmol/L") ? range : Range.NONE,
                flag,
                "final");
    }

    private static Document parsed(String svg) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldPutLaboratoriesWithOtherUnitsIntoOneLineAndTheUnknownApart() {
        // Given
        var values = List.of(
                value(GLUCOSE, "2026-03-03", "5.4", "mmol/L"),
                value(GLUCOSE_MASS, "2026-03-02", "180.156", "mg/dL"),
                value(GLUCOSE, "2026-03-01", "6100", "umol/L"),
                value("urn:t|X", "2026-02-01", "100", "mg/dL"),
                value(GLUCOSE, "2026-02-02", "5", ""));

        // When
        var series = Series.of(values, "");

        // Then
        assertThat(series.unit()).isEqualTo("mmol/L");
        assertThat(series.points())
                .extracting(point -> point.value().toPlainString())
                .containsExactly("6.1", "10", "5.4");
        assertThat(series.points()).extracting(Series.Point::isConverted).containsExactly(true, true, false);
        assertThat(series.apart())
                .extracting(Measured::value)
                .containsExactly(new BigDecimal("100"), new BigDecimal("5"));
    }

    @Test
    void shouldTakeTheReferenceRangeAlongIntoTheOtherUnit() {
        // When
        var series = Series.of(List.of(value(GLUCOSE, "2026-03-03", "5.4", "mmol/L")), "umol/L");

        // Then
        assertThat(series.rangesBySource()).containsOnlyKeys("RX902");
        assertThat(series.points().getFirst().range())
                .isEqualTo(new Range(Optional.of(new BigDecimal("3500")), Optional.of(new BigDecimal("5300"))));
    }

    @ParameterizedTest
    @CsvSource({
        "average, 3.5",
        "count, 4",
        "total-count, 6",
        "minimum, 2",
        "maximum, 5",
        "median, 3.5",
        "std-dev, 1.29099"
    })
    void shouldCountLimitsAndOtherUnitsInNothingButTheirNumber(String statistic, BigDecimal expected) {
        // Given
        var series = Series.of(
                List.of(
                        value(GLUCOSE, "2026-03-01", "2", "mmol/L"),
                        value(GLUCOSE, "2026-03-02", "3", "mmol/L"),
                        value(GLUCOSE, "2026-03-03", "4", "mmol/L"),
                        value(GLUCOSE, "2026-03-04", "5", "mmol/L"),
                        value(GLUCOSE, "2026-03-05", "1", "mmol/L", "<", ""),
                        value(GLUCOSE, "2026-03-06", "1", "%")),
                "mmol/L");

        // When
        var found = Statistics.named(statistic).orElseThrow().of(series);

        // Then
        assertThat(found).hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo(expected));
        if (!Statistics.named(statistic).orElseThrow().isNumberOfValues()) {
            assertThat(Statistics.named(statistic).orElseThrow().of(Series.of(List.of(), "")))
                    .isEmpty();
        }
    }

    @Test
    void shouldTellInWordsWhatItDraws() throws Exception {
        // Given
        var series = Series.of(
                List.of(
                        value(GLUCOSE, "2026-03-01", "2.9", "mmol/L", "", "L"),
                        value(GLUCOSE, "2026-03-02", "5.4", "mmol/L"),
                        value(GLUCOSE, "2026-03-04", "1", "mmol/L", "<", "LL"),
                        value(GLUCOSE, "2026-03-03", "1", "%")),
                "mmol/L");

        // When
        var svg = parsed(TrendChart.svg("Glucose", series));

        // Then
        var root = svg.getDocumentElement();
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getAttribute("aria-labelledby")).isEqualTo("chart-title chart-desc");
        assertThat(root.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Glucose (mmol/L)");
        assertThat(root.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("3 values, 1 Mar 2026 to 4 Mar 2026. Latest 4 Mar 2026: <1, flagged LL, RX902. Lowest 4 Mar"
                        + " 2026: <1, flagged LL, RX902. Highest 2 Mar 2026: 5.4, RX902. Flagged: 2. Not drawn, because"
                        + " the unit is another: 1.");
        assertThat(root.getElementsByTagName("circle").getLength()).isEqualTo(1);
        assertThat(root.getElementsByTagName("path").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("polyline")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getNodeValue()
                        .split(" "))
                .hasSize(2);
    }

    @Test
    void shouldDrawOneValueAndNoneAtAll() throws Exception {
        // When
        var one = TrendChart.svg("Glucose", Series.of(List.of(value(GLUCOSE, "2026-03-01", "5", "%")), ""));
        var none = TrendChart.svg("", Series.of(List.of(), ""));

        // Then
        assertThat(one).doesNotContain("NaN", "Infinity");
        assertThat(parsed(one).getElementsByTagName("circle").getLength()).isEqualTo(1);
        assertThat(parsed(none).getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("No values.");
    }

    @Test
    void shouldShowWhatASenderWroteAsTextOnly() throws Exception {
        // Given
        var sent = new Measured(
                EVIL,
                EVIL,
                OffsetDateTime.parse("2026-03-01T09:00:00Z"),
                BigDecimal.ONE,
                EVIL,
                EVIL,
                EVIL,
                new Range(Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.TEN)),
                EVIL,
                EVIL);
        var series = Series.of(List.of(sent), "");

        // When
        var svg = TrendChart.svg(EVIL, series);
        var page = TrendChart.page(EVIL, series);

        // Then
        assertThat(parsed(svg).getElementsByTagName("script").getLength()).isZero();
        assertThat(svg).contains("&lt;script&gt;").doesNotContain("<script", "\u0007");
        assertThat(page).doesNotContain("<script").contains("<caption>", "<th scope=\"col\">");
    }

    @Test
    void shouldSayTheSameInTheTable() {
        // Given
        var series = Series.of(
                List.of(
                        value(GLUCOSE, "2026-03-01", "6100", "umol/L"),
                        value(GLUCOSE, "2026-03-02", "5.4", "mmol/L", "", "H"),
                        value(GLUCOSE, "2026-03-03", "7", "%")),
                "mmol/L");

        // When
        var page = TrendChart.page("Glucose", series);

        // Then
        assertThat(page)
                .contains(
                        "<th scope=\"row\">2 Mar 2026</th><td>5.4 mmol/L</td><td>3.5 to 5.3</td><td>H</td><td>RX902</td>")
                .contains("<td>6.1 mmol/L</td><td></td><td></td><td>RX902</td><td>6100 umol/L</td><td>final</td>")
                .contains("<td>not converted</td>");
    }
}
