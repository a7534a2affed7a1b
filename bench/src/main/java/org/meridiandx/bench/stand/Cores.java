package org.meridiandx.bench.stand;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Stream;

/// Which processor runs what: the first the servers, the second the generator.
///
/// @param pinned false where this machine cannot do that (one processor, or no `taskset`); then nothing is bound
public record Cores(boolean pinned) {

    private static final String SERVERS = "0";
    private static final String GENERATOR = "1";
    private static final String BOTH = "0,1";

    /// What this machine can do.
    public static Cores ofThisMachine() throws IOException, InterruptedException {
        return new Cores(Runtime.getRuntime().availableProcessors() >= 2 && runs(List.of("taskset", "--version")));
    }

    /// A command that will run where servers run.
    public List<String> server(List<String> command) {
        return pinned
                ? Stream.concat(Stream.of("taskset", "-c", SERVERS), command.stream())
                        .toList()
                : command;
    }

    /// Moves a running server, with all that it started, to where servers run.
    public void moveServer(ProcessHandle process) throws IOException, InterruptedException {
        for (var one : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            move(one.pid(), SERVERS);
        }
    }

    /// Moves a running server, with all that it started, to where the generator runs.
    public void moveAside(ProcessHandle process) throws IOException, InterruptedException {
        for (var one : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            move(one.pid(), GENERATOR);
        }
    }

    /// From now on this program leaves the servers' processor alone.
    public void generate() throws IOException, InterruptedException {
        move(ProcessHandle.current().pid(), GENERATOR);
    }

    /// From now on this program uses what there is, to prepare.
    public void prepare() throws IOException, InterruptedException {
        move(ProcessHandle.current().pid(), BOTH);
    }

    private void move(long pid, String processors) throws IOException, InterruptedException {
        if (pinned) {
            runs(List.of("taskset", "-acp", processors, String.valueOf(pid)));
        }
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
