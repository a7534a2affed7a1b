package org.meridiandx.indicators;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Indicators as JSON and as CSV.
final class IndicatorForms {
    private static final String HEADER =
            "name,organisation,from,to,group,numerator,denominator,unit,definition,source\r\n";

    private IndicatorForms() {}

    /// Without nulls and empties; a number that is hidden is a text such as `<5`.
    static String json(List<Indicator> indicators) {
        var json = JsonNodeFactory.instance.objectNode();
        var all = json.putArray("indicators");
        for (var indicator : indicators) {
            var one = all.addObject();
            one.put("name", indicator.definition().name());
            one.put("organisation", indicator.organisation());
            one.putObject("period")
                    .put("from", indicator.period().from().toString())
                    .put("to", indicator.period().to().toString());
            if (!indicator.group().isEmpty()) {
                one.put("group", indicator.group());
            }
            put(one, "numerator", indicator.numerator());
            put(one, "denominator", indicator.denominator());
            one.put("unit", indicator.definition().unit());
            one.put("definition", indicator.definition().definition());
            one.put("source", indicator.definition().source());
        }
        return json.toString();
    }

    private static void put(ObjectNode json, String name, Figure figure) {
        if (figure.isHidden()) {
            json.put(name, figure.text());
        } else {
            json.put(name, figure.value());
        }
    }

    /// **Source:** RFC 4180.
    static String csv(List<Indicator> indicators) {
        return HEADER + indicators.stream().map(IndicatorForms::line).collect(Collectors.joining());
    }

    private static String line(Indicator indicator) {
        return Stream.of(
                        indicator.definition().name(),
                        indicator.organisation(),
                        indicator.period().from().toString(),
                        indicator.period().to().toString(),
                        indicator.group(),
                        indicator.numerator().text(),
                        indicator.denominator().text(),
                        indicator.definition().unit(),
                        indicator.definition().definition(),
                        indicator.definition().source())
                .map(IndicatorForms::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /// What a spreadsheet would run as a formula is made text: groups are codes that others chose.
    private static String cell(String text) {
        var harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
