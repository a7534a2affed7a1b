package org.meridiandx.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Memory of processes, from `/proc`; 0 where there is none (not Linux).
public final class ProcessMemory {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
    private static final long KILOBYTES_OF_A_MEGABYTE = 1024;

    private ProcessMemory() {}

    /// What a process has in memory now, pages shared with others included.
    public static long residentMegabytes(long pid) {
        try {
            var resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return resident.find() ? Long.parseLong(resident.group(1)) / KILOBYTES_OF_A_MEGABYTE : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
