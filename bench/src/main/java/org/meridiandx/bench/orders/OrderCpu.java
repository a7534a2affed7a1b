package org.meridiandx.bench.orders;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.bench.load.ProcessCpu;

/// CPU seconds by part: so far, or for 1,000 pieces of work.
///
/// @param seconds by part; `order-service` (without its compilers, which come to rest) and `its database` are
///     what a core is counted for
record OrderCpu(Map<String, Double> seconds) {

    private static final String SERVICE = "order-service";
    private static final String DATABASE = "its database";

    OrderCpu {
        seconds = Map.copyOf(seconds);
    }

    static OrderCpu now(OrderStage stage, OrderStage.Running measured) {
        var seconds = new TreeMap<String, Double>();
        var database = stage.stand().database();
        double compilers = ProcessCpu.ofCompilers(measured.server().handle().pid());
        seconds.put(SERVICE, measured.server().cpuSeconds() - compilers);
        seconds.put("its compilers", compilers);
        double ofOthers = stage.otherDatabases().stream()
                .mapToDouble(database::cpuSeconds)
                .sum();
        seconds.put(DATABASE, database.cpuSeconds() - ofOthers);
        seconds.put("databases of others", ofOthers);
        seconds.put("identity-service", stage.identity().server().cpuSeconds());
        seconds.put("Kafka", stage.stand().broker().cpuSeconds());
        stage.others().forEach((name, other) -> seconds.put(name, other.cpuSeconds()));
        return new OrderCpu(seconds);
    }

    OrderCpu perThousand(OrderCpu earlier, long pieces) {
        var result = new TreeMap<String, Double>();
        seconds.forEach((part, now) ->
                result.put(part, (now - earlier.seconds.getOrDefault(part, 0.0)) * 1000 / Math.max(1, pieces)));
        return new OrderCpu(result);
    }

    /// Of the service and its database: all of PostgreSQL, but the sessions of other services.
    double own() {
        return seconds.getOrDefault(SERVICE, 0.0) + seconds.getOrDefault(DATABASE, 0.0);
    }

    /// For people.
    String line() {
        var out = new StringBuilder("CPU s per 1,000:");
        new TreeMap<>(seconds).forEach((part, value) -> {
            if (value >= 0.001) {
                out.append(String.format(Locale.ROOT, "  %s %.3f", part, value));
            }
        });
        return out.toString();
    }
}
