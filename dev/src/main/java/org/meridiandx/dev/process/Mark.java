package org.meridiandx.dev.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What every process of a region carries on its command line, so that it is found again whatever became of the
/// files that name it, and no other process is taken for it.
///
/// @param part what runs in it, e.g. `order-service`
/// @param home the home of the region that it belongs to
public record Mark(String part, Path home) {

    private static final String PREFIX = "-Dmeridian.dx=";

    /// The argument, which a JVM takes for a system property.
    public String argument() {
        return PREFIX + part + "@" + home;
    }

    /// A running process with a mark.
    ///
    /// @param part what runs in it
    /// @param process which process
    public record Marked(String part, ProcessId process) {}

    /// Finds the running processes of one home.
    public static List<Marked> findAll(Path home) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> of(process)
                        .filter(mark -> mark.home().equals(home))
                        .map(mark -> new Marked(mark.part(), ProcessId.of(process)))
                        .stream())
                .toList();
    }

    private static Optional<Mark> of(ProcessHandle process) {
        return process.info()
                .arguments()
                .flatMap(arguments -> Arrays.stream(arguments)
                        .filter(argument -> argument.startsWith(PREFIX))
                        .findFirst()
                        .flatMap(Mark::parse));
    }

    private static Optional<Mark> parse(String argument) {
        String text = argument.substring(PREFIX.length());
        int at = text.indexOf('@');
        return at < 1
                ? Optional.empty()
                : Optional.of(new Mark(text.substring(0, at), Path.of(text.substring(at + 1))));
    }
}
