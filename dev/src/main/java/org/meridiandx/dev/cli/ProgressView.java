package org.meridiandx.dev.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.region.RegionListener;

/// Shows how far a region is: one line per part, replaced as it changes where the terminal can do that.
final class ProgressView implements RegionListener, AutoCloseable {

    private static final long REFRESH_MILLIS = 200;
    private static final String FAILED = "FAILED: ";

    private final Terminal terminal;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<String> explanations = new ArrayList<>();
    private @Nullable ScheduledExecutorService clock;
    private boolean drawn;
    private boolean closed;

    private record Line(String text, long since, boolean running) {
        boolean failed() {
            return text.startsWith(FAILED);
        }
    }

    ProgressView(Terminal terminal, List<String> parts) {
        this.terminal = terminal;
        parts.forEach(part -> lines.put(part, new Line("waiting", System.nanoTime(), false)));
        open();
    }

    private void open() {
        closed = false;
        drawn = false;
        if (terminal.live()) {
            var refresh = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("progress").factory());
            refresh.scheduleAtFixedRate(this::draw, 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
            clock = refresh;
        }
    }

    @Override
    public void starting(String part) {
        put(part, "starting", true);
    }

    @Override
    public void ready(String part, Duration after) {
        put(part, "ready in " + seconds(after), false);
    }

    @Override
    public void restarting(String part) {
        put(part, "ended, starting again", true);
    }

    @Override
    public void allReady() {
        close();
    }

    @Override
    public synchronized void stopping(String part) {
        if (closed && terminal.live()) {
            lines.replaceAll((name, line) -> new Line("running", System.nanoTime(), false));
            open();
        }
        var line = lines.get(part);
        if (line == null || !line.failed()) {
            put(part, "stopping", true);
        }
    }

    @Override
    public synchronized void stopped(String part, Duration after) {
        var line = lines.get(part);
        if (line == null || !line.failed()) {
            put(part, "stopped in " + seconds(after), false);
        }
    }

    @Override
    public synchronized void failed(String part, String reason, List<String> lastLines) {
        put(part, FAILED + reason, false);
        if (!lastLines.isEmpty()) {
            explanations.add("The last lines of " + part + ":");
            lastLines.forEach(line -> explanations.add("  | " + line));
        }
    }

    /// Draws for the last time and shows why parts failed.
    @Override
    public synchronized void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
        if (terminal.live() && !closed) {
            draw();
        }
        closed = true;
        explanations.forEach(terminal.news()::println);
        explanations.clear();
    }

    private synchronized void put(String part, String text, boolean running) {
        lines.put(part, new Line(text, System.nanoTime(), running));
        if (!terminal.live() || closed) {
            terminal.news().println(format(part, text));
        } else {
            draw();
        }
    }

    private synchronized void draw() {
        if (closed) {
            return;
        }
        var out = new StringBuilder();
        if (drawn) {
            out.append("\u001b[").append(lines.size()).append('A');
        }
        lines.forEach((part, line) -> {
            var elapsed = Duration.ofNanos(System.nanoTime() - line.since());
            String text = line.running() ? line.text() + " " + seconds(elapsed) : line.text();
            out.append("\u001b[2K").append(format(part, text)).append('\n');
        });
        drawn = true;
        terminal.news().print(out);
        terminal.news().flush();
    }

    static String format(String part, String text) {
        return String.format(Locale.ROOT, "  %-22s %s", part, text);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
