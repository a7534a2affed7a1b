package org.meridiandx.dev.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a supervisor writes into its log from now on, shown to somebody in another process.
final class FollowedLog {

    private static final Pattern TIME = Pattern.compile("(?m)^\\d\\d:\\d\\d:\\d\\d ");

    private final Path file;
    private final PrintStream to;
    private final StringBuilder said = new StringBuilder();
    private long position;

    FollowedLog(Path file, PrintStream to) throws IOException {
        this.file = file;
        this.to = to;
        this.position = Files.exists(file) ? Files.size(file) : 0;
    }

    /// Shows what was written since the last time, whole lines only, without their time.
    void show() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, log.length() - position)];
            log.seek(position);
            log.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            String lines = text.substring(0, text.lastIndexOf('\n') + 1);
            position += lines.getBytes(StandardCharsets.UTF_8).length;
            String shown = TIME.matcher(lines).replaceAll("");
            to.print(shown);
            said.append(shown);
        }
    }

    /// Whether this was shown.
    boolean hasShown(String text) {
        return said.indexOf(text) >= 0;
    }
}
