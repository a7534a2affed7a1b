package org.meridiandx.result.trends.rules;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridiandx.result.trends.rules.Measured.Range;
import org.meridiandx.result.trends.rules.Series.Point;

/// A series drawn as SVG, and as a table for those who do not see it.
///
/// Nothing is told by colour alone: a flagged value is a triangle, a limit (`<5`) is hollow with its text, and
/// reference ranges are lines with the laboratory's name. No script, no style, no address of anything else.
///
/// **Source:** W3C WCAG 2.2, 1.1.1 and 1.4.1; SVG 2, `title` and `desc`.
public final class TrendChart {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK).withZone(ZoneId.of("Europe/London"));
    private static final String INK = "#212b32";
    private static final String LINE = "#005eb8";
    private static final String GREY = "#768692";

    private TrendChart() {}

    /// @param name of the analyte, for people
    /// @return an SVG document
    public static String svg(String name, Series series) {
        return drawn(name, series).toString();
    }

    /// @return an HTML page with the chart and the table of the same values
    public static String page(String name, Series series) {
        var page = new Markup()
                .open("html", "lang", "en-GB")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .holding(title(name, series), "title")
                .close("head")
                .open("body")
                .holding(title(name, series), "h1")
                .holding(description(series), "p")
                .add(drawn(name, series));
        table(page, series);
        return "<!DOCTYPE html>" + page.close("body").close("html");
    }

    private static Markup drawn(String name, Series series) {
        var svg = new Markup()
                .open(
                        "svg",
                        "xmlns",
                        "http://www.w3.org/2000/svg",
                        "role",
                        "img",
                        "aria-labelledby",
                        "chart-title chart-desc",
                        "viewBox",
                        "0 0 " + ChartScale.WIDTH + " " + ChartScale.HEIGHT,
                        "font-family",
                        "sans-serif",
                        "font-size",
                        12)
                .holding(title(name, series), "title", "id", "chart-title")
                .holding(description(series), "desc", "id", "chart-desc")
                .empty("rect", "width", ChartScale.WIDTH, "height", ChartScale.HEIGHT, "fill", "#ffffff");
        svg.holding(title(name, series), "text", "x", ChartScale.LEFT, "y", 20, "fill", INK, "font-weight", "bold");
        if (!series.points().isEmpty()) {
            var scale = ChartScale.of(series);
            axes(svg, series, scale);
            ranges(svg, series, scale);
            line(svg, series.points(), scale);
            series.points().forEach(point -> point(svg, point, scale));
        }
        return svg.close("svg");
    }

    private static void axes(Markup svg, Series series, ChartScale scale) {
        for (var i = 0; i <= 4; i++) {
            var value = scale.low() + (scale.high() - scale.low()) * i / 4;
            var y = scale.y(value);
            svg.empty("line", "x1", ChartScale.LEFT, "x2", ChartScale.RIGHT, "y1", y, "y2", y, "stroke", "#d8dde0");
            var label = String.format(Locale.ROOT, "%.3g", value);
            svg.holding(label, "text", "x", ChartScale.LEFT - 6, "y", y, "text-anchor", "end", "fill", INK);
        }
        var below = ChartScale.BOTTOM + 20;
        var first = series.points().getFirst().sent().at();
        var last = series.points().getLast().sent().at();
        svg.holding(DAY.format(first), "text", "x", ChartScale.LEFT, "y", below, "fill", INK);
        if (!DAY.format(first).equals(DAY.format(last))) {
            svg.holding(DAY.format(last), "text", "x", ChartScale.RIGHT, "y", below, "text-anchor", "end", "fill", INK);
        }
    }

    /// Laboratories have nearly the same limits: each has its own place for the words.
    private static void ranges(Markup svg, Series series, ChartScale scale) {
        var words = ChartScale.LEFT + 8;
        for (var ofSource : series.rangesBySource().entrySet()) {
            var range = ofSource.getValue().getFirst();
            limit(svg, scale, range.low(), "lower limit " + ofSource.getKey(), words);
            limit(svg, scale, range.high(), "upper limit " + ofSource.getKey(), words);
            words = words > 400 ? ChartScale.LEFT + 8 : words + 138;
        }
    }

    private static void limit(Markup svg, ChartScale scale, Optional<BigDecimal> value, String label, int words) {
        if (value.isPresent()) {
            var y = scale.y(value.get().doubleValue());
            svg.open("g", "transform", "translate(0 " + y + ")")
                    .empty(
                            "line",
                            "x1",
                            ChartScale.LEFT,
                            "x2",
                            ChartScale.RIGHT,
                            "stroke",
                            GREY,
                            "stroke-dasharray",
                            "6 4")
                    .holding(label, "text", "x", words, "y", -3, "fill", "#4c6272", "font-size", 10)
                    .close("g");
        }
    }

    /// Limits are no values: no line goes through them.
    private static void line(Markup svg, List<Point> points, ChartScale scale) {
        var exact = points.stream()
                .filter(point -> point.sent().comparator().isEmpty())
                .map(point -> scale.x(point.sent().at().toInstant()) + ","
                        + scale.y(point.value().doubleValue()))
                .collect(Collectors.joining(" "));
        svg.empty("polyline", "points", exact, "fill", "none", "stroke", LINE, "stroke-width", 2);
    }

    private static void point(Markup svg, Point point, ChartScale scale) {
        var x = scale.x(point.sent().at().toInstant());
        var y = scale.y(point.value().doubleValue());
        var isFlagged = isFlagged(point.sent().flag());
        var fill = point.sent().comparator().isEmpty() ? LINE : "#ffffff";
        svg.open("g", "fill", fill, "stroke", LINE, "transform", "translate(" + x + " " + y + ")");
        svg.holding(spoken(point), "title");
        if (isFlagged) {
            svg.empty("path", "d", "M0 -7 L6.5 5 L-6.5 5 Z");
        } else {
            svg.empty("circle", "r", 4);
        }
        svg.close("g");
        if (isFlagged || !point.sent().comparator().isEmpty()) {
            var label = point.sent().comparator() + point.value().toPlainString() + " "
                    + point.sent().flag();
            svg.open("g", "transform", "translate(" + x + " " + y + ")")
                    .holding(label.strip(), "text", "y", -10, "text-anchor", "middle", "fill", INK, "font-size", 10)
                    .close("g");
        }
    }

    private static boolean isFlagged(String flag) {
        return !flag.isEmpty() && !flag.equals("N");
    }

    private static String spoken(Point point) {
        var sent = point.sent();
        return DAY.format(sent.at()) + ": " + sent.comparator() + point.value().toPlainString()
                + (isFlagged(sent.flag()) ? ", flagged " + sent.flag() : "")
                + (sent.source().isEmpty() ? "" : ", " + sent.source())
                + (point.isConverted() ? ", sent as " + sent.value().toPlainString() + " " + sent.unit() : "");
    }

    private static String title(String name, Series series) {
        return name + (series.unit().isEmpty() ? "" : " (" + series.unit() + ")");
    }

    /// What a glance at the chart tells.
    static String description(Series series) {
        var points = series.points();
        if (points.isEmpty() && series.apart().isEmpty()) {
            return "No values.";
        }
        var text = new StringBuilder();
        if (!points.isEmpty()) {
            var last = points.getLast();
            var least = points.stream().min(Comparator.comparing(Point::value)).orElse(last);
            var most = points.stream().max(Comparator.comparing(Point::value)).orElse(last);
            text.append(points.size()).append(points.size() == 1 ? " value, " : " values, ");
            text.append(DAY.format(points.getFirst().sent().at()))
                    .append(" to ")
                    .append(day(last));
            text.append(". Latest ").append(spoken(last)).append(". Lowest ").append(spoken(least));
            text.append(". Highest ").append(spoken(most)).append('.');
            var flagged = points.stream()
                    .filter(point -> isFlagged(point.sent().flag()))
                    .count();
            text.append(flagged == 0 ? "" : " Flagged: " + flagged + ".");
        }
        if (!series.apart().isEmpty()) {
            text.append(" Not drawn, because the unit is another: ")
                    .append(series.apart().size())
                    .append('.');
        }
        return text.toString().strip();
    }

    private static String day(Point point) {
        return DAY.format(point.sent().at());
    }

    private static void table(Markup page, Series series) {
        page.open("table").holding("The same values", "caption").open("thead").open("tr");
        for (var head : List.of("Date", "Value", "Reference range", "Flag", "Laboratory", "As it was sent", "Status")) {
            page.holding(head, "th", "scope", "col");
        }
        page.close("tr").close("thead").open("tbody");
        series.points().reversed().forEach(point -> {
            var shown = point.sent().comparator() + point.value().toPlainString() + " " + series.unit();
            row(page, point.sent(), shown, rangeOf(point.range()));
        });
        series.apart().reversed().forEach(sent -> row(page, sent, "not converted", ""));
        page.close("tbody").close("table");
    }

    private static void row(Markup page, Measured sent, String shown, String range) {
        page.open("tr").holding(day(sent.at()), "th", "scope", "row");
        var asSent = sent.comparator() + sent.value().toPlainString() + " " + sent.unit();
        for (var cell : List.of(shown, range, sent.flag(), sent.source(), asSent, sent.status())) {
            page.holding(cell.strip(), "td");
        }
        page.close("tr");
    }

    private static String day(OffsetDateTime at) {
        return DAY.format(at);
    }

    private static String rangeOf(Range range) {
        var low = range.low().map(BigDecimal::toPlainString).orElse("");
        var high = range.high().map(BigDecimal::toPlainString).orElse("");
        return low.isEmpty() && high.isEmpty() ? "" : low + " to " + high;
    }
}
