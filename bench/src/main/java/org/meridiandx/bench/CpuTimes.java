package org.meridiandx.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.meridiandx.dev.process.ProcessId;
import org.meridiandx.dev.region.RegionState;

/// CPU seconds that each part of a region has used so far, children included; the gateway runs in the supervisor.
///
/// @param seconds by part
record CpuTimes(Map<String, Double> seconds) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int ENDED_CHILDREN_TICKS = 13;

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
            var all = children ? Stream.concat(Stream.of(process), process.descendants()) : Stream.of(process);
            seconds.put(
                    name,
                    all.mapToDouble(one -> ticks(one.pid()) / TICKS_PER_SECOND).sum());
        });
    }

    /// Fields 14 to 17 of `/proc/PID/stat`, counted after the command's name, which may hold blanks.
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[USER_TICKS])
                    + Long.parseLong(fields[SYSTEM_TICKS])
                    + Long.parseLong(fields[ENDED_CHILDREN_TICKS])
                    + Long.parseLong(fields[ENDED_CHILDREN_TICKS + 1]);
        } catch (IOException e) {
            return 0;
        }
    }
}
