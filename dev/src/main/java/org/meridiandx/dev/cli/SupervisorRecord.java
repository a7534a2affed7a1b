package org.meridiandx.dev.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.meridiandx.dev.region.RegionListener;

/// Writes what happens to the parts into the supervisor's log, each line with its time.
final class SupervisorRecord implements RegionListener, AutoCloseable {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream log;

    private SupervisorRecord(PrintStream log) {
        this.log = log;
    }

    /// Goes on with a log, or begins one.
    static SupervisorRecord in(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new SupervisorRecord(
                new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8));
    }

    @Override
    public void starting(String part) {
        write(part, "starting");
    }

    @Override
    public void ready(String part, Duration after) {
        write(part, "ready in " + ProgressView.seconds(after));
    }

    @Override
    public synchronized void failed(String part, String reason, List<String> lastLines) {
        write(part, "FAILED: " + reason);
        lastLines.forEach(line -> log.println("    | " + line));
    }

    @Override
    public void restarting(String part) {
        write(part, "ended, starting again");
    }

    @Override
    public void stopping(String part) {
        write(part, "stopping");
    }

    @Override
    public void stopped(String part, Duration after) {
        write(part, "stopped in " + ProgressView.seconds(after));
    }

    private synchronized void write(String part, String text) {
        log.println(TIME.format(LocalTime.now()) + " " + ProgressView.format(part, text));
    }

    @Override
    public void close() {
        log.close();
    }
}
