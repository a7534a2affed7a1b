package org.meridiandx.bench.trials;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// CPU seconds by part: so far, or for 1,000 pieces of work.
///
/// @param seconds by part; [#SERVICE] (without its compilers, which come to rest) and [#DATABASE]
///     are what a core is counted for
public record PartCpu(Map<String, Double> seconds) {

    /// The service that is measured, without its compilers.
    public static final String SERVICE = "service";

    /// The database sessions of that service, and what serves them.
    public static final String DATABASE = "its database";

    private static final double NOTABLE = 0.001;

    public PartCpu {
        seconds = Map.copyOf(seconds);
    }

    /// What was used since an earlier look, for 1,000 of so many pieces.
    PartCpu perThousand(PartCpu earlier, double pieces) {
        var result = new TreeMap<String, Double>();
        seconds.forEach((part, now) ->
                result.put(part, (now - earlier.seconds.getOrDefault(part, 0.0)) * 1000 / Math.max(1, pieces)));
        return new PartCpu(result);
    }

    /// Of the service and its database.
    double own() {
        return seconds.getOrDefault(SERVICE, 0.0) + seconds.getOrDefault(DATABASE, 0.0);
    }

    /// For people.
    String line() {
        var out = new StringBuilder("CPU s per 1,000:");
        new TreeMap<>(seconds).forEach((part, value) -> {
            if (value >= NOTABLE) {
                out.append(String.format(Locale.ROOT, "  %s %.3f", part, value));
            }
        });
        return out.toString();
    }
}
