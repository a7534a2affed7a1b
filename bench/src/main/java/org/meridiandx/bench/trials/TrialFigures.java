package org.meridiandx.bench.trials;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.meridiandx.bench.load.Latencies;

/// What one trial gave.
///
/// @param things how many of what is counted are in one piece
/// @param fault what was wrong with the answers; then there are no figures to be shown
public record TrialFigures(String trial, int connections, int things, List<Run> runs, String fault) {

    public TrialFigures {
        runs = List.copyOf(runs);
    }

    /// One run: as fast as it can, then at a fixed rate.
    ///
    /// @param cpu for 1,000 things of the closed loop
    /// @param residentMegabytes memory of the service at the end of the closed loop
    public record Run(Latencies closed, Latencies open, PartCpu cpu, long residentMegabytes) {
        long errors() {
            return closed.errors() + open.errors();
        }
    }

    /// Whether every answer was right.
    public boolean isGood() {
        return fault.isEmpty();
    }

    /// For people.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        if (!isGood()) {
            lines.add("  " + trial + ": no figures, because answers were wrong: " + fault);
            return lines;
        }
        double own = median(run -> run.cpu().own());
        lines.add(String.format(
                Locale.ROOT,
                "  %-40s %7.0f/s closed  p50 %.2f ms  p99 %.2f; open at %.0f/s  p50 %.2f ms  p99 %.2f (worst run %.2f)",
                trial,
                median(run -> run.closed().perSecond()) * things,
                median(run -> run.closed().millis(50)),
                median(run -> run.closed().millis(99)),
                median(run -> run.open().offeredPerSecond()) * things,
                median(run -> run.open().millis(50)),
                median(run -> run.open().millis(99)),
                runs.stream().mapToDouble(run -> run.open().millis(99)).max().orElse(0)));
        lines.add(String.format(
                Locale.ROOT,
                "      %.3f CPU s per 1,000 in service and database: %.0f/s per core; service %.0f MB resident",
                own,
                1000 / own,
                median(run -> run.residentMegabytes())));
        lines.add("      " + middle().cpu().line());
        return lines;
    }

    /// The run with the median CPU time.
    private Run middle() {
        return runs.stream()
                .sorted(Comparator.comparingDouble(run -> run.cpu().own()))
                .toList()
                .get(runs.size() / 2);
    }

    private double median(ToDoubleFunction<Run> value) {
        var sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
