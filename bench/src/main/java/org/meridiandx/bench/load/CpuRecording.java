package org.meridiandx.bench.load;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.dev.region.RegionException;

/// A recording of where a running JVM spends CPU time.
///
/// @param process the JVM
public record CpuRecording(ProcessHandle process) {

    private static final String NAME = "bench";

    /// By CPU time (`jdk.CPUTimeSample`, which JDK 25 has on Linux): native code counts too.
    public static CpuRecording start(ProcessHandle process) throws IOException, InterruptedException {
        var recording = new CpuRecording(process);
        recording.ask(List.of(
                "JFR.start",
                "name=" + NAME,
                "settings=none",
                "+jdk.CPUTimeSample#enabled=true",
                "+jdk.CPUTimeSample#throttle=1ms"));
        return recording;
    }

    /// Ends it, with what was seen in a file.
    public void stop(Path file) throws IOException, InterruptedException {
        ask(List.of("JFR.stop", "name=" + NAME, "filename=" + file));
    }

    private void ask(List<String> what) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(process.pid()));
        command.addAll(what);
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new RegionException(
                    "The JVM of process " + process.pid() + " takes no recording: " + what.getFirst());
        }
    }
}
