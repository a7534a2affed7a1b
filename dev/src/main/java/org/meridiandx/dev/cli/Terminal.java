package org.meridiandx.dev.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a person reads: answers go to standard output, news about the work to standard error.
///
/// @param output for what was asked for
/// @param news for progress and errors
/// @param live whether lines that were printed can be replaced
public record Terminal(PrintStream output, PrintStream news, boolean live) {

    /// The terminal that this program was started from.
    public static Terminal ofProcess() {
        boolean live = System.console() != null
                && System.console().isTerminal()
                && !"dumb".equals(System.getenv("TERM"))
                && System.getenv("CI") == null;
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), live);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
