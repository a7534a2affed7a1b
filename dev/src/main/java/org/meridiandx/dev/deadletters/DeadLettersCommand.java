package org.meridiandx.dev.deadletters;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.cli.Workplace;
import org.meridiandx.outbox.deadletters.DeadLetterCommand;
import org.meridiandx.outbox.deadletters.DeadLetters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dx dead-letters [list | replay ID... | replay --all]`, against the region that is up.
@Command(
        name = "dead-letters",
        description = "Lists the messages that a service could not work on, and sends them to it again.",
        footer = {
            "",
            "  list            id, time, from which topic, event, cause (this is what happens without a word)",
            "  replay ID...    sends these to where they came from, once the cause is mended",
            "  replay --all    sends all that was not sent again yet",
            "",
            "Sending again is safe to repeat: an event has its effect once."
        })
public final class DeadLettersCommand implements Callable<Integer> {

    @Parameters(paramLabel = "list | replay ID...", description = "What to do.")
    private List<String> words = List.of();

    @Option(names = "--all", description = "With replay: all that was not sent again yet.")
    private boolean all;

    private final Workplace workplace;
    private final Terminal terminal;

    public DeadLettersCommand(Workplace workplace, Terminal terminal) {
        this.workplace = workplace;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var region = workplace.region();
        var letters = new DeadLetters(Map.of("bootstrap.servers", region.kafka()), region.region());
        return new DeadLetterCommand(letters, terminal.output(), terminal.news()).run(arguments());
    }

    private List<String> arguments() {
        return all ? Stream.concat(words.stream(), Stream.of("--all")).toList() : words;
    }
}
