package org.meridiandx.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// CPU seconds of processes, from `/proc`; 0 where there is none (not Linux).
public final class ProcessCpu {

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int ENDED_CHILDREN_TICKS = 13;

    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    private ProcessCpu() {}

    /// What a process and all that it started have used so far.
    public static double ofTree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(one -> of(one.pid()))
                .sum();
    }

    /// What a process has used so far, with those of its children that have ended.
    ///
    /// Fields 14 to 17 of `/proc/PID/stat`, counted after the command's name, which may hold blanks.
    public static double of(long pid) {
        return ofStat(Path.of("/proc/" + pid + "/stat"));
    }

    /// What the compilers of a JVM have used so far: a service that has run for a day does not compile.
    public static double ofCompilers(long pid) {
        try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            double seconds = 0;
            for (var thread : threads) {
                seconds += isCompiler(thread) ? ofStat(thread.resolve("stat")) : 0;
            }
            return seconds;
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            return COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
        } catch (IOException e) {
            return false;
        }
    }

    private static double ofStat(Path file) {
        try {
            String stat = Files.readString(file);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_TICKS])
                    + Long.parseLong(fields[SYSTEM_TICKS])
                    + Long.parseLong(fields[ENDED_CHILDREN_TICKS])
                    + Long.parseLong(fields[ENDED_CHILDREN_TICKS + 1]);
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    /// The command line as the process shows it; empty where it cannot be seen.
    public static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
