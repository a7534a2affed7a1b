package org.meridiandx.dev.demo;

import java.time.Duration;
import java.util.Locale;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.journey.Exchange;
import org.meridiandx.dev.journey.JourneyListener;
import org.meridiandx.dev.journey.StepReport;

/// Tells a journey as it goes.
final class JourneyView implements JourneyListener {

    private static final int WIDTH = 96;

    private final Terminal terminal;

    JourneyView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begins(int number, String title) {
        terminal.output().println();
        terminal.output().println(number + ". " + title);
    }

    @Override
    public void exchanged(Exchange exchange) {
        String line = "   " + exchange.who() + ": " + exchange.sent();
        if (line.length() > WIDTH) {
            line = line.substring(0, WIDTH - 1) + "…";
        }
        terminal.output()
                .println(String.format(
                        Locale.ROOT, "%-" + WIDTH + "s  -> %s  (%s)", line, exchange.answer(), time(exchange.took())));
    }

    @Override
    public void held(String check) {
        terminal.output().println("     ok: " + check);
    }

    @Override
    public void ended(StepReport report) {
        report.failure().ifPresent(failure -> terminal.output().println("     FAILED: " + failure));
    }

    static String time(Duration took) {
        long millis = took.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
