package org.meridiandx.bench;

import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.bench.load.ProcessCpu;
import org.meridiandx.dev.process.ProcessId;
import org.meridiandx.dev.region.RegionState;

/// CPU seconds that each part of a region has used so far, children included; the gateway runs in the supervisor.
///
/// @param seconds by part
record CpuTimes(Map<String, Double> seconds) {

    CpuTimes {
        seconds = Map.copyOf(seconds);
    }

    /// Reads `/proc`; where there is none (not Linux) every part is missing.
    static CpuTimes now(RegionState region) {
        var seconds = new TreeMap<String, Double>();
        region.parts().forEach(part -> put(seconds, part.name(), part.process(), true));
        put(seconds, "gateway", region.supervisor(), false);
        return new CpuTimes(seconds);
    }

    /// What was used since an earlier look.
    CpuTimes since(CpuTimes earlier) {
        var difference = new TreeMap<String, Double>();
        seconds.forEach((part, now) ->
                difference.put(part, Math.max(0, now - earlier.seconds().getOrDefault(part, 0.0))));
        return new CpuTimes(difference);
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static void put(Map<String, Double> seconds, String name, ProcessId id, boolean children) {
        id.find().ifPresent(process -> {
            seconds.put(name, children ? ProcessCpu.ofTree(process) : ProcessCpu.of(process.pid()));
        });
    }
}
