package org.meridiandx.result.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.Token;

/// How much a line says: by the laboratory's flag, else by its own reference range. What is noted beside it in words
/// is not normal.
///
/// **Source:** HL7 v3-ObservationInterpretation; referencerange-meaning. **Hazard:** what nobody judged is taken for
/// normal: only what is flagged as normal, or a number inside the range that came with it, is.
final class LineGrade {
    private static final Set<String> NORMAL = Set.of("N", "NEG", "ND", "NR");
    private static final Set<String> CRITICAL = Set.of("HH", "LL", "AA", "HU", "LU");
    private static final Set<String> WITHDRAWN = Set.of("cancelled", "entered-in-error");

    private LineGrade() {}

    /// @param line an Observation, or a component of one
    static Grade of(JsonNode line) {
        if (WITHDRAWN.contains(ResourceColumns.text(line.path("status")))) {
            return Grade.NORMAL;
        }
        var grade = line.has("note") ? ofItself(line).orWorse(Grade.ABNORMAL) : ofItself(line);
        for (var part : ResourceColumns.each(line.path("component"))) {
            grade = grade.orWorse(of(part));
        }
        return grade;
    }

    private static Grade ofItself(JsonNode line) {
        var flags = ResourceColumns.each(line.path("interpretation")).stream()
                .flatMap(LineGrade::flags)
                .collect(Collectors.toSet());
        if (flags.stream().anyMatch(CRITICAL::contains)) {
            return Grade.CRITICAL;
        }
        if (!flags.isEmpty()) {
            return NORMAL.containsAll(flags) ? Grade.NORMAL : Grade.ABNORMAL;
        }
        var saysNothing = !hasValue(line) && (line.has("component") || line.has("hasMember"));
        return saysNothing || isInRange(line) ? Grade.NORMAL : Grade.ABNORMAL;
    }

    /// A flag in words alone is one that nobody knows, such as one of the laboratory's own.
    private static Stream<String> flags(JsonNode interpretation) {
        var codes = ResourceColumns.codings(interpretation);
        return codes.isEmpty()
                ? Stream.of("")
                : codes.stream().map(Token::value).map(code -> code.toUpperCase(Locale.ROOT));
    }

    private static boolean hasValue(JsonNode line) {
        return line.properties().stream()
                .anyMatch(field ->
                        field.getKey().startsWith("value") || field.getKey().equals("dataAbsentReason"));
    }

    private static boolean isInRange(JsonNode line) {
        var value = line.path("valueQuantity");
        var ranges = ResourceColumns.each(line.path("referenceRange"));
        if (!value.path("value").isNumber()
                || value.has("comparator")
                || ranges.size() != 1
                || !isOfHealth(ranges.getFirst())) {
            return false;
        }
        var low = ranges.getFirst().path("low");
        var high = ranges.getFirst().path("high");
        return (low.has("value") || high.has("value"))
                && List.of(low, high).stream().allMatch(limit -> isSameUnit(value, limit))
                && number(low)
                        .filter(limit -> number(value).orElseThrow().compareTo(limit) < 0)
                        .isEmpty()
                && number(high)
                        .filter(limit -> number(value).orElseThrow().compareTo(limit) > 0)
                        .isEmpty();
    }

    /// A range of a treatment, or of a phase of life, says nothing of what is normal.
    private static boolean isOfHealth(JsonNode range) {
        return !range.has("type")
                || ResourceColumns.codings(range.path("type")).stream()
                        .anyMatch(type -> type.value().equals("normal"));
    }

    private static boolean isSameUnit(JsonNode value, JsonNode limit) {
        return List.of("code", "unit").stream()
                .allMatch(name ->
                        !limit.has(name) || !value.has(name) || limit.path(name).equals(value.path(name)));
    }

    private static Optional<BigDecimal> number(JsonNode quantity) {
        return quantity.path("value").isNumber()
                ? Optional.of(quantity.path("value").decimalValue())
                : Optional.empty();
    }
}
