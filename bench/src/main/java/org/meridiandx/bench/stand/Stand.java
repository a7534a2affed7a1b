package org.meridiandx.bench.stand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.meridiandx.dev.process.Mark;

/// What all servers of a comparison share. Nothing of it is a region of `dx up`: data and ports are its own.
///
/// @param root the repository, whose built parts are run
/// @param home where data and logs are
public record Stand(Path root, Path home, Cores cores, Database database, Broker broker) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Starts database and broker, after what an earlier run may have left has been ended.
    ///
    /// @param regions short names of the regions that will be run
    public static Stand start(Path root, Path home, List<String> regions) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Mark.findAll(home).forEach(left -> left.process().end(PATIENCE));
        var cores = Cores.ofThisMachine();
        var database = Database.start(home, cores);
        return new Stand(root, home, cores, database, Broker.start(root, home, cores, regions));
    }

    /// CPU seconds of what is shared.
    public double cpuSeconds() {
        return database.cpuSeconds() + broker.cpuSeconds();
    }

    @Override
    public void close() throws IOException {
        broker.close();
        database.close();
    }
}
