package org.meridiandx.result.followup.critical;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.result.followup.critical.rules.CriticalRule.Verdict;
import org.meridiandx.result.followup.critical.rules.CriticalTable;
import org.meridiandx.result.followup.critical.rules.Measured;
import org.meridiandx.result.followup.critical.rules.Person;
import org.meridiandx.result.resources.ResourceColumns;

/// Judges the lines of a report by the table that is shipped with the service.
///
/// The limits are those of RCPath G158, as named with each; they are a draft for clinical review,
/// and never take away from what the laboratory flags itself.
@Startup
@ApplicationScoped
public class CriticalValues {
    private static final String TABLE = "/follow-up/critical-values.txt";
    private static final Set<String> WITHDRAWN = Set.of("cancelled", "entered-in-error");
    private static final Set<String> FLAGS = Set.of("HH", "LL", "AA");
    private final CriticalTable table;

    CriticalValues() {
        this.table = CriticalTable.read("critical-values.txt", lines());
    }

    /// What is measured in parts of a line counts as a line does.
    ///
    /// @param lines Observations of the report
    public Verdict judge(Collection<? extends JsonNode> lines, Person person) {
        var standing = lines.stream()
                .filter(line -> !WITHDRAWN.contains(line.path("status").asText()))
                .flatMap(line -> Stream.concat(Stream.of(line), ResourceColumns.each(line.path("component")).stream()))
                .toList();
        if (standing.stream().anyMatch(CriticalValues::isFlagged)) {
            return Verdict.YES;
        }
        var measured = standing.stream()
                .map(CriticalValues::measuredOf)
                .flatMap(Optional::stream)
                .toList();
        return table.judge(measured, person);
    }

    /// The laboratory's own word, which counts whatever the table says.
    ///
    /// **Source:** HL7 table 0078 / v3-ObservationInterpretation: HH and LL critical high and low,
    /// AA critical abnormal.
    private static boolean isFlagged(JsonNode line) {
        for (var concept : line.path("interpretation")) {
            for (var coding : concept.path("coding")) {
                if (FLAGS.contains(coding.path("code").asText())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Measured> measuredOf(JsonNode line) {
        var quantity = line.path("valueQuantity");
        if (!quantity.path("value").isNumber()) {
            return Optional.empty();
        }
        var codes = new LinkedHashSet<String>();
        line.at("/code/coding")
                .forEach(coding -> codes.add(coding.path("system").asText() + "|"
                        + coding.path("code").asText()));
        var code = quantity.path("code").asText();
        return Optional.of(new Measured(
                codes,
                quantity.path("value").decimalValue(),
                code.isEmpty() ? quantity.path("unit").asText() : code,
                quantity.path("comparator").asText()));
    }

    private static List<String> lines() {
        try (var file = CriticalValues.class.getResourceAsStream(TABLE)) {
            if (file == null) {
                throw new IllegalStateException("The service was built without " + TABLE);
            }
            return Arrays.asList(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        } catch (IOException broken) {
            throw new UncheckedIOException(TABLE + " cannot be read", broken);
        }
    }
}
