package org.meridiandx.dev.cli;

import java.io.PrintWriter;
import java.util.List;
import org.meridiandx.dev.region.RegionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands of the tool, put together.
@Command(
        name = "dx",
        synopsisSubcommandLabel = "COMMAND",
        description = "A whole Meridian region on this machine, without containers.")
public final class Commands {

    /// Something in the machine's state is in the way; the message says what to do.
    private static final int EXIT_REFUSED = 1;

    private Commands() {}

    /// Puts the command line together.
    ///
    /// @param workplace where the commands work
    /// @param terminal where they speak
    /// @param more further commands, each a picocli command object
    public static CommandLine of(Workplace workplace, Terminal terminal, List<Object> more) {
        var line = new CommandLine(new Commands())
                .addSubcommand(new UpCommand(workplace, terminal))
                .addSubcommand(new DownCommand(workplace, terminal))
                .addSubcommand(new StatusCommand(workplace, terminal))
                .addSubcommand(new TokenCommand(workplace, terminal))
                .addSubcommand(new LogsCommand(workplace, terminal));
        more.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.setOut(new PrintWriter(terminal.output(), true));
        line.setErr(new PrintWriter(terminal.news(), true));
        line.setParameterExceptionHandler((problem, arguments) -> refuse(problem, terminal));
        line.setExecutionExceptionHandler((problem, command, parsed) -> {
            if (!(problem instanceof RegionException)) {
                throw problem;
            }
            terminal.news().println(problem.getMessage());
            return EXIT_REFUSED;
        });
        return line;
    }

    private static int refuse(ParameterException problem, Terminal terminal) {
        var command = problem.getCommandLine();
        terminal.news().println(problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        terminal.news().println("./" + command.getCommandSpec().qualifiedName() + " --help tells what it takes.");
        return ExitCode.USAGE;
    }
}
