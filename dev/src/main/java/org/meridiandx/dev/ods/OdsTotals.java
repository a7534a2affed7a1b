package org.meridiandx.dev.ods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The reports of all pieces together.
final class OdsTotals {
    private static final List<String> COUNTS = List.of("created", "changed", "closed", "unchanged", "waiting");
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();

    /// Adds the answer to one piece.
    void add(JsonNode report) {
        counts.merge("read", report.path("read").asLong(), Long::sum);
        COUNTS.forEach(name -> counts.merge(name, report.path(name).asLong(), Long::sum));
        report.path("refused")
                .properties()
                .forEach(reason ->
                        refused.merge(reason.getKey(), reason.getValue().asLong(), Long::sum));
    }

    void add(OdsTotals other) {
        other.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
        other.refused.forEach((reason, count) -> refused.merge(reason, count, Long::sum));
    }

    long read() {
        return counts.getOrDefault("read", 0L);
    }

    long refused() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /// One line, and one more per reason for which rows were refused.
    List<String> lines() {
        var summary = COUNTS.stream()
                .map(name -> String.format(Locale.ROOT, "%,d %s", counts.getOrDefault(name, 0L), name))
                .collect(Collectors.joining(", "));
        var lines = new java.util.ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "read %,d rows: %s, %,d refused", read(), summary, refused()));
        refused.forEach((reason, count) -> lines.add(String.format(Locale.ROOT, "  %,6d  %s", count, reason)));
        return lines;
    }
}
