package org.meridiandx.dev;

import java.time.Clock;
import java.util.List;
import java.util.logging.LogManager;
import org.meridiandx.dev.audit.AuditCommand;
import org.meridiandx.dev.cli.Commands;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.dev.deadletters.DeadLettersCommand;
import org.meridiandx.dev.demo.DemoCommand;
import org.meridiandx.dev.keys.KeysCommand;
import org.meridiandx.dev.ods.OdsCommand;

/// The program behind `./dx`.
public final class Main {

    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String... arguments) {
        // Libraries have nothing to say to the person at the keyboard; the parts write logs of their own.
        LogManager.getLogManager().reset();
        var workplace = Workplace.find();
        var terminal = Terminal.ofProcess();
        var commands = Commands.of(workplace, terminal, moreCommands(workplace, terminal));
        System.exit(commands.execute(arguments));
    }

    /// Commands of other features: picocli command objects, one per feature.
    private static List<Object> moreCommands(Workplace workplace, Terminal terminal) {
        return List.of(
                new DemoCommand(workplace, terminal),
                new DeadLettersCommand(workplace, terminal),
                new AuditCommand(workplace, terminal),
                new OdsCommand(workplace, terminal),
                new KeysCommand(workplace, terminal, Clock.systemUTC()));
    }
}
