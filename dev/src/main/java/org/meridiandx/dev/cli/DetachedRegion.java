package org.meridiandx.dev.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
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

    /// Leaves out what makes the services start faster next time, and takes their processor meanwhile.
    public static final String NO_TRAINING = "--no-training";

    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Workplace workplace;
    private final Terminal terminal;

    public DetachedRegion(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    /// @param options of `up` beyond the settings, as [#NO_TRAINING]
    /// @return 0 once the region is ready, otherwise the exit code of its supervisor
    public int start(RegionSettings settings, String... options) throws IOException, InterruptedException {
        Files.createDirectories(workplace.home());
        Path output = RegionSettings.supervisorLog(workplace.home());
        var log = new FollowedLog(output, terminal.news());
        var supervisor = new ProcessBuilder(command(settings, options))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()))
                .start();
        while (true) {
            boolean ended = supervisor.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            boolean ready = isReady(supervisor.pid());
            log.show();
            if (ended) {
                return supervisor.exitValue() == 0 ? 1 : supervisor.exitValue();
            }
            if (ready && log.hasShown(UpCommand.LAST_WORDS)) {
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

    private List<String> command(RegionSettings settings, String... options) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/nohup"))) {
            command.add("/usr/bin/nohup");
        }
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dmeridian.root=" + workplace.root());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
        command.add(UpCommand.IN_BACKGROUND);
        command.addAll(List.of(options));
        command.addAll(List.of("--port", String.valueOf(settings.port())));
        command.addAll(List.of("--mllp-port", String.valueOf(settings.mllpPort())));
        command.addAll(List.of("--data", settings.data().toString()));
        if (settings.fresh()) {
            command.add("--fresh");
        }
        return command;
    }
}
