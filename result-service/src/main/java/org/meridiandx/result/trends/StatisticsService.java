package org.meridiandx.result.trends;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.trends.rules.Series;
import org.meridiandx.result.trends.rules.Statistics;
import org.meridiandx.result.units.Units;

/// `Observation/$stats` of one analyte. **Source:** FHIR R4 Observation, operation `$stats`.
@ApplicationScoped
public class StatisticsService {
    private static final String STATISTIC = "http://terminology.hl7.org/CodeSystem/observation-statistics";
    private static final String UCUM = "http://unitsofmeasure.org";
    private final SeriesService series;

    StatisticsService(SeriesService series) {
        this.series = series;
    }

    /// @return 200 with Parameters; fails with 400, 403, 422 or 503
    Uni<Response> statistics(Caller caller, MultivaluedMap<String, String> query) {
        var ask = Ask.parse(query, Set.of("statistic", "unit")).requireCode();
        var asked = ask.other("statistic").map(StatisticsService::parse).orElse(List.of(Statistics.values()));
        return series.values(caller, ask, "stats")
                .map(values -> answer(ask, values.name(), SeriesService.seriesOf(values, ask), asked));
    }

    private static List<Statistics> parse(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(code -> Statistics.named(code.strip()).orElseThrow(() -> unknown()))
                .distinct()
                .toList();
    }

    private static Response answer(Ask ask, String name, Series series, List<Statistics> asked) {
        var parameters = ResourceTree.resource("Parameters");
        var observation = parameters
                .putArray("parameter")
                .addObject()
                .put("name", "statistics")
                .putObject("resource");
        observation.put("resourceType", "Observation").put("status", "final");
        codes(observation, ask, name);
        observation.putObject("subject").put("reference", "Patient/" + ask.patientId());
        if (!series.points().isEmpty()) {
            observation
                    .putObject("effectivePeriod")
                    .put(
                            "start",
                            series.points().getFirst().sent().at().toInstant().toString())
                    .put(
                            "end",
                            series.points().getLast().sent().at().toInstant().toString());
        }
        var components = observation.putArray("component");
        asked.forEach(statistic -> component(components, statistic, series));
        return FhirResponses.ok(ResourceTree.write(parameters));
    }

    private static void codes(ObjectNode observation, Ask ask, String name) {
        var code = observation.putObject("code");
        var codings = code.putArray("coding");
        ask.codes().forEach(asked -> {
            var bar = asked.lastIndexOf('|');
            var coding = codings.addObject();
            if (bar > 0) {
                coding.put("system", asked.substring(0, bar));
            }
            coding.put("code", asked.substring(bar + 1));
        });
        if (!name.isEmpty()) {
            code.put("text", name);
        }
    }

    private static void component(ArrayNode components, Statistics statistic, Series series) {
        var value = statistic.of(series);
        var component = components.addObject();
        component
                .putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", STATISTIC)
                .put("code", statistic.code());
        if (value.isEmpty()) {
            component
                    .putObject("dataAbsentReason")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/data-absent-reason")
                    .put("code", "not-applicable");
            return;
        }
        var quantity = component.putObject("valueQuantity").put("value", value.get());
        var unit = statistic.isNumberOfValues() ? "1" : series.unit();
        if (!unit.isEmpty()) {
            quantity.put("unit", unit);
        }
        // A unit that a sender made up is no code of UCUM.
        if (statistic.isNumberOfValues() || Units.isKnown(unit)) {
            quantity.put("system", UCUM).put("code", unit);
        }
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "statistic takes "
                        + Arrays.stream(Statistics.values())
                                .map(Statistics::code)
                                .collect(Collectors.joining(", "))
                        + ", separated by commas.",
                "statistic");
    }
}
