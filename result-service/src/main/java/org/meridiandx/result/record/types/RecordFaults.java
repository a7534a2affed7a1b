package org.meridiandx.result.record.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What cannot be true of an entry of the record, or leaves it without meaning.
final class RecordFaults {
    private static final List<String> PERIODS =
            List.of("onsetPeriod", "abatementPeriod", "effectivePeriod", "performedPeriod", "period");
    private static final List<String> TIMES = List.of(
            "onsetDateTime",
            "abatementDateTime",
            "recordedDate",
            "authoredOn",
            "effectiveDateTime",
            "dateAsserted",
            "occurrenceDateTime",
            "recorded",
            "performedDateTime",
            "created");

    private RecordFaults() {}

    /// @param resource read strictly already
    static List<Problem> of(RecordType type, ObjectNode resource) {
        var problems = new ArrayList<Problem>();
        var status = type.shape().status().element();
        if (status.equals("status") && !resource.path(status).isTextual()) {
            problems.add(Problem.of(
                    ProblemCode.MISSING_VALUE,
                    "Say how it stands: " + type.fhirName() + ".status is missing.",
                    type.fhirName() + ".status"));
        }
        for (var time : TIMES) {
            PlausibleDates.occurrence(text(resource.path(time)), type.fhirName() + "." + time)
                    .ifPresent(problems::add);
        }
        for (var period : PERIODS) {
            var ends = resource.path(period);
            problems.addAll(PlausibleDates.period(
                    text(ends.path("start")), text(ends.path("end")), type.fhirName() + "." + period));
        }
        return problems;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
