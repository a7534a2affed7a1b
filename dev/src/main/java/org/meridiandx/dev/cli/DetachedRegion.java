package org.meridiandx.dev.cli;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.meridiandx.dev.Main;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;

/// Starts a supervisor in the background and waits, showing what it says, until its region is ready.
public final class DetachedRegion {

    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Workplace workplace;
    private final Terminal terminal;

    public DetachedRegion(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    /// @return 0 once the region is ready, otherwise the exit code of its supervisor
    public int start(RegionSettings settings) throws IOException, InterruptedException {
        Files.createDirectories(workplace.home());
        Path output = workplace.home().resolve("up.log");
        var supervisor = new ProcessBuilder(command(settings))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        long shown = 0;
        while (true) {
            boolean ended = supervisor.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            boolean ready = isReady(supervisor.pid());
            shown = show(output, shown);
            if (ended) {
                return supervisor.exitValue() == 0 ? 1 : supervisor.exitValue();
            }
            if (ready && hasSaidAll(output)) {
                show(output, shown);
                return 0;
            }
        }
    }

    private boolean isReady(long pid) {
        return RegionState.read(workplace.home())
                .filter(state -> state.supervisor().pid() == pid)
                .filter(state -> state.status().equals(RegionState.READY))
                .isPresent();
    }

    private static boolean hasSaidAll(Path output) throws IOException {
        return Files.readString(output).contains("Stop it with");
    }

    private long show(Path output, long from) throws IOException {
        try (var file = new RandomAccessFile(output.toFile(), "r")) {
            byte[] news = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(news);
            terminal.news().print(new String(news, StandardCharsets.UTF_8));
            return from + news.length;
        }
    }

    private List<String> command(RegionSettings settings) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/nohup"))) {
            command.add("/usr/bin/nohup");
        }
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dmeridian.root=" + workplace.root());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
        command.addAll(List.of("--port", String.valueOf(settings.port())));
        command.addAll(List.of("--data", settings.data().toString()));
        if (settings.fresh()) {
            command.add("--fresh");
        }
        return command;
    }
}
