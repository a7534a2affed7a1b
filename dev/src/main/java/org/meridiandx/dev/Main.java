package org.meridiandx.dev;

import java.util.List;
import java.util.logging.LogManager;
import org.meridiandx.dev.cli.Commands;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;

/// The program behind `./dx`.
public final class Main {

    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String... arguments) {
        // Libraries have nothing to say to the person at the keyboard; the parts write logs of their own.
        LogManager.getLogManager().reset();
        var commands = Commands.of(Workplace.find(), Terminal.ofProcess(), moreCommands());
        System.exit(commands.execute(arguments));
    }

    /// Commands of other features (demo, bench): picocli command objects, one per feature.
    private static List<Object> moreCommands() {
        return List.of();
    }
}
