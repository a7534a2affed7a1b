package org.meridiandx.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.bench.load.Latencies;

/// What one scenario gave.
///
/// @param scenario its name
/// @param what one piece of work
/// @param connections how many at the same time
/// @param closed rate and latency when each connection waits for its answer
/// @param open latency at a rate that the region can keep up with
/// @param cpuSecondsPerThousand CPU seconds of each part for 1,000 pieces of the closed loop
record BenchResult(
        String scenario,
        String what,
        int connections,
        Latencies closed,
        Latencies open,
        Map<String, Double> cpuSecondsPerThousand) {

    BenchResult {
        cpuSecondsPerThousand = Map.copyOf(cpuSecondsPerThousand);
    }

    static Map<String, Double> perThousand(CpuTimes used, long pieces) {
        var result = new TreeMap<String, Double>();
        used.seconds().forEach((part, seconds) -> result.put(part, seconds * 1000 / Math.max(1, pieces)));
        result.put("all", used.total() * 1000 / Math.max(1, pieces));
        return result;
    }

    /// Lines for people.
    String table() {
        var out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%s: %s, %d connections%n", scenario, what, connections));
        out.append(row("closed loop", closed));
        out.append(row("open loop", open));
        out.append("  CPU s per 1,000  ");
        new TreeMap<>(cpuSecondsPerThousand).forEach((part, seconds) -> {
            if (seconds >= 0.01) {
                out.append(String.format(Locale.ROOT, "%s %.2f  ", part, seconds));
            }
        });
        return out.append(System.lineSeparator()).toString();
    }

    private static String row(String title, Latencies latencies) {
        String offered = latencies.offeredPerSecond() == 0
                ? ""
                : String.format(Locale.ROOT, " (offered %.0f/s)", latencies.offeredPerSecond());
        return String.format(
                Locale.ROOT,
                "  %-12s %8.0f/s%s  p50 %.1f ms  p90 %.1f  p99 %.1f  p99.9 %.1f  max %.1f  errors %d%n",
                title,
                latencies.perSecond(),
                offered,
                latencies.millis(50),
                latencies.millis(90),
                latencies.millis(99),
                latencies.millis(99.9),
                latencies.millis(100),
                latencies.errors());
    }
}
