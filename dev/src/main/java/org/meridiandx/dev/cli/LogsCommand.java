package org.meridiandx.dev.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.process.LogFile;
import org.meridiandx.dev.region.Region;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `dx logs [PART]`: the end of the parts' logs, also of a region that is gone.
@Command(name = "logs", description = "Shows the last lines of one part's log, or of all.")
final class LogsCommand implements Callable<Integer> {

    private static final String SUPERVISOR = "supervisor";
    private static final String GATEWAY = "gateway";

    @Parameters(
            paramLabel = "PART",
            arity = "0..1",
            description = "e.g. order-service; supervisor, which the gateway is part of; all when left out.")
    private String wanted = "";

    @Option(names = "-n", defaultValue = "20", description = "How many lines of each (default ${DEFAULT-VALUE}).")
    private int lines;

    @Spec
    private @Nullable CommandSpec spec;

    private final Workplace workplace;
    private final Terminal terminal;

    LogsCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var logs = logs();
        if (!wanted.isEmpty()) {
            if (!logs.containsKey(wanted) && spec != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no part '" + wanted + "'. Choose one of: " + String.join(", ", logs.keySet()));
            }
            logs.keySet().retainAll(java.util.Set.of(wanted));
        }
        logs.values().removeIf(log -> !Files.exists(log));
        if (logs.isEmpty()) {
            workplace.region();
        }
        logs.forEach((part, log) -> {
            terminal.output().println("==> " + part + " (" + log + ")");
            new LogFile(log).tail(lines).forEach(terminal.output()::println);
        });
        return 0;
    }

    private Map<String, Path> logs() {
        var state = RegionState.read(workplace.home());
        var logs = new LinkedHashMap<String, Path>();
        logs.put(SUPERVISOR, RegionSettings.supervisorLog(workplace.home()));
        for (String part : Region.partNames()) {
            if (!part.equals(GATEWAY)) {
                logs.put(
                        part,
                        state.flatMap(region -> region.part(part))
                                .map(known -> Path.of(known.log()))
                                .orElseGet(() -> workplace.usualData().resolve("logs/" + part + ".log")));
            }
        }
        return logs;
    }
}
