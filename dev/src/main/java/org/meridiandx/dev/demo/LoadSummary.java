package org.meridiandx.dev.demo;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.meridiandx.dev.loader.FeedReport;
import org.meridiandx.dev.loader.LoadReport;
import org.meridiandx.dev.loader.Outcome;

/// Tells what became of a folder: a line per feed, then why things were refused or not sent, the most frequent first.
final class LoadSummary {

    private static final int WIDTH = 100;
    private static final String IN_BUNDLE = "in a Bundle: ";

    private final PrintStream out;

    LoadSummary(PrintStream out) {
        this.out = out;
    }

    void print(LoadReport report) {
        report.feeds().stream().filter(feed -> !feed.outcomes().isEmpty()).forEach(this::print);
    }

    private void print(FeedReport feed) {
        out.println(String.format(
                Locale.ROOT,
                "  %-8s sent %d, accepted %d, rejected %d, failed %d, unanswered %d, not kept %d  (%.1f s)",
                feed.feed(),
                feed.sent(),
                feed.accepted(),
                feed.rejected(),
                feed.count(Outcome.Kind.FAILED),
                feed.count(Outcome.Kind.UNANSWERED),
                feed.count(Outcome.Kind.NOT_KEPT),
                feed.took().toMillis() / 1000.0));
        reasons(feed, "rejected", Outcome.Kind.REJECTED);
        reasons(feed, "failed", Outcome.Kind.FAILED);
        reasons(feed, "unanswered", Outcome.Kind.UNANSWERED);
        notKept(feed);
    }

    private void reasons(FeedReport feed, String title, Outcome.Kind kind) {
        var reasons = feed.reasons(kind);
        if (!reasons.isEmpty()) {
            out.println("    " + title + " because:");
            mostFrequentFirst(reasons)
                    .forEach(reason ->
                            out.println(String.format(Locale.ROOT, "    %5d  %s", reason.getValue(), reason.getKey())));
        }
    }

    /// Most reasons differ in the resource type only, so the types stand in one paragraph.
    private void notKept(FeedReport feed) {
        var typesByReason = new TreeMap<String, Map<String, Long>>();
        for (var outcome : feed.outcomes()) {
            if (outcome.kind() == Outcome.Kind.NOT_KEPT) {
                String reason = outcome.reason().replace(IN_BUNDLE, "");
                boolean typed = reason.startsWith(outcome.type() + " ");
                typesByReason
                        .computeIfAbsent(
                                typed ? reason.substring(outcome.type().length() + 1) : reason, key -> new TreeMap<>())
                        .merge(outcome.type(), 1L, Long::sum);
            }
        }
        if (!typesByReason.isEmpty()) {
            out.println("    not kept:");
        }
        typesByReason.forEach((reason, types) -> paragraph(reason + ": "
                + mostFrequentFirst(types).stream()
                        .map(type -> type.getValue() + " " + type.getKey())
                        .collect(Collectors.joining(", "))));
    }

    private static List<Map.Entry<String, Long>> mostFrequentFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private void paragraph(String text) {
        var line = new StringBuilder("          ");
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder("            ");
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
