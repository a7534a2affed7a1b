package org.meridiandx.result.trends;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.trends.rules.Measured;
import org.meridiandx.result.trends.rules.Measured.Range;

/// Observation → a value of a series.
final class MeasuredMapper {
    private static final String INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

    private MeasuredMapper() {}

    /// @param wanted codes as `system|code`, or as `code` of whatever system
    /// @return empty where it has no number or no time
    static Optional<Measured> measured(String id, ObjectNode json, Collection<String> wanted) {
        var quantity = json.path("valueQuantity"); // Observation.valueQuantity
        var at = ResourceColumns.effective(json); // Observation.effective[x]
        var value = number(quantity.path("value"));
        if (at == null || value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Measured(
                id,
                code(json, wanted),
                at,
                value.get(),
                ResourceColumns.text(quantity.path("comparator")),
                unit(quantity),
                ResourceColumns.performer(json), // Observation.performer
                range(json),
                flag(json),
                ResourceColumns.text(json.path("status")))); // Observation.status
    }

    // Observation.code: the coding that was asked for.
    private static String code(ObjectNode json, Collection<String> wanted) {
        var codes = ResourceColumns.codings(json.path("code"));
        return codes.stream()
                .filter(code -> wanted.contains(code.system() + "|" + code.value()) || wanted.contains(code.value()))
                .findFirst()
                .or(() -> codes.stream().findFirst())
                .map(code -> code.system() + "|" + code.value())
                .orElse("");
    }

    // Observation.valueQuantity.code, else what the sender wrote for people.
    private static String unit(JsonNode quantity) {
        var code = ResourceColumns.text(quantity.path("code"));
        return code.isEmpty() ? ResourceColumns.text(quantity.path("unit")) : code;
    }

    // Observation.referenceRange: the first one with a number, where it is in the unit of the value.
    private static Range range(ObjectNode json) {
        var unit = unit(json.path("valueQuantity"));
        for (var range : ResourceColumns.each(json.path("referenceRange"))) {
            var low = limit(range.path("low"), unit);
            var high = limit(range.path("high"), unit);
            if (low.isPresent() || high.isPresent()) {
                return new Range(low, high);
            }
        }
        return Range.NONE;
    }

    private static Optional<BigDecimal> limit(JsonNode quantity, String unit) {
        var own = unit(quantity);
        return number(quantity.path("value")).filter(value -> own.isEmpty() || own.equals(unit));
    }

    // Observation.interpretation
    private static String flag(ObjectNode json) {
        return ResourceColumns.codings(json.path("interpretation")).stream()
                .filter(coding -> coding.system().equals(INTERPRETATION))
                .findFirst()
                .map(coding -> coding.value())
                .orElse("");
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        return Optional.ofNullable(ResourceColumns.number(value)).map(BigDecimal::new);
    }
}
