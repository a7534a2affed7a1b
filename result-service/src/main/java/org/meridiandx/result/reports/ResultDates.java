package org.meridiandx.result.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.problem.Problem;

/// Whether the times of a result can be true: when it was taken, observed and released.
final class ResultDates {
    private static final List<String> TIMES = List.of(
            "/effectiveDateTime", "/effectiveInstant", "/issued", "/receivedTime", "/collection/collectedDateTime");
    private static final List<String> PERIODS = List.of("/effectivePeriod", "/collection/collectedPeriod");

    private ResultDates() {}

    /// @param resource read strictly already
    static List<Problem> problems(ObjectNode resource) {
        var problems = new ArrayList<Problem>();
        for (var time : TIMES) {
            PlausibleDates.occurrence(text(resource.at(time)), place(resource, time))
                    .ifPresent(problems::add);
        }
        for (var period : PERIODS) {
            var ends = resource.at(period);
            problems.addAll(
                    PlausibleDates.period(text(ends.path("start")), text(ends.path("end")), place(resource, period)));
        }
        return problems;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    private static String place(ObjectNode resource, String pointer) {
        return resource.path("resourceType").asText() + pointer.replace('/', '.');
    }
}
