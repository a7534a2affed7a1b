package org.meridiandx.dev.demo;

import java.util.Locale;
import org.meridiandx.dev.cli.Terminal;
import org.meridiandx.dev.loader.FeedReport;
import org.meridiandx.dev.loader.LoadProgress;

/// A bar where the terminal can redraw a line, else a line for every tenth.
final class LoadView implements LoadProgress {

    private static final int WIDTH = 40;
    private static final int TENTHS = 10;

    private final Terminal terminal;
    private String feed = "";
    private int total;
    private int done;

    LoadView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void begins(String name, int files) {
        feed = name;
        total = files;
        done = 0;
    }

    @Override
    public void advanced() {
        done++;
        if (terminal.live()) {
            int filled = WIDTH * done / total;
            terminal.news()
                    .print(String.format(
                            Locale.ROOT,
                            "\r  %-8s [%s%s] %d of %d",
                            feed,
                            "#".repeat(filled),
                            ".".repeat(WIDTH - filled),
                            done,
                            total));
        } else if (done * TENTHS / total != (done - 1) * TENTHS / total) {
            terminal.news().println(String.format(Locale.ROOT, "  %-8s %d of %d", feed, done, total));
        }
    }

    @Override
    public void ended(FeedReport report) {
        if (terminal.live()) {
            terminal.news().print("\r\u001b[2K");
        }
    }
}
