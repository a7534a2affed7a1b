package org.meridiandx.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What was measured in one phase.
///
/// @param pieces how many were done
/// @param errors how many of them went wrong
/// @param perSecond how many per second
/// @param offeredPerSecond how many per second were asked for; 0 in a closed loop
/// @param micros latency in microseconds by percentile
public record Latencies(long pieces, long errors, double perSecond, double offeredPerSecond, Map<String, Long> micros) {

    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    public Latencies {
        micros = Map.copyOf(micros);
    }

    /// Sums up a histogram of microseconds.
    static Latencies of(Histogram histogram, long errors, double seconds, double offered) {
        var micros = new TreeMap<String, Long>();
        for (double percentile : PERCENTILES) {
            micros.put(label(percentile), histogram.getValueAtPercentile(percentile));
        }
        long pieces = histogram.getTotalCount();
        return new Latencies(pieces, errors, pieces / seconds, offered, micros);
    }

    /// Latency at a percentile in milliseconds.
    public double millis(double percentile) {
        return micros.getOrDefault(label(percentile), 0L) / 1000.0;
    }

    private static String label(double percentile) {
        return "p"
                + (percentile == Math.rint(percentile) ? String.valueOf((int) percentile) : String.valueOf(percentile));
    }
}
