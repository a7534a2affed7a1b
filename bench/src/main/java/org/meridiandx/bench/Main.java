package org.meridiandx.bench;

import java.util.logging.LogManager;
import org.meridiandx.bench.identity.IdentityCommand;
import org.meridiandx.bench.kill.KillCommand;
import org.meridiandx.bench.orders.OrdersCommand;
import org.meridiandx.bench.results.ResultsCommand;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine;

/// The program behind `./dx bench`.
public final class Main {

    private static final int EXIT_REFUSED = 1;

    private Main() {}

    /// Runs the scenarios that are named and ends with the exit code.
    public static void main(String... arguments) {
        LogManager.getLogManager().reset();
        var terminal = Terminal.ofProcess();
        var workplace = Workplace.find();
        var line = new CommandLine(new BenchCommand(workplace, terminal))
                .addSubcommand(new IdentityCommand(workplace, terminal))
                .addSubcommand(new OrdersCommand(workplace, terminal))
                .addSubcommand(new KillCommand(workplace, terminal))
                .addSubcommand(new ResultsCommand(workplace, terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (!(problem instanceof RegionException)) {
                        throw problem;
                    }
                    terminal.news().println(problem.getMessage());
                    return EXIT_REFUSED;
                });
        System.exit(line.execute(arguments));
    }
}
