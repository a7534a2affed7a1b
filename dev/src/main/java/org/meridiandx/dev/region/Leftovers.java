package org.meridiandx.dev.region;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Finds and ends what an earlier supervisor left behind when it was killed.
public final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private Leftovers() {}

    /// Ends the processes that `region.json` names and the PostgreSQL server of a data directory, services first.
    ///
    /// @param home where `region.json` is
    /// @param data the data directory about to be used
    /// @return the names of the parts that were still running
    public static List<String> end(Path home, Path data) {
        var ended = new ArrayList<String>();
        RegionState.read(home).ifPresent(state -> {
            ended.addAll(endAll(state.parts().stream()
                    .filter(part -> !part.name().equals("postgres"))
                    .toList()));
            ended.addAll(endAll(state.part("postgres").stream().toList()));
            RegionState.delete(home);
        });
        if (PostgresPart.postmaster(data.resolve("postgres")).end(PATIENCE)) {
            ended.add("postgres");
        }
        return ended;
    }

    private static List<String> endAll(List<RegionState.PartState> parts) {
        var futures = parts.stream()
                .map(part -> CompletableFuture.supplyAsync(
                        () -> part.process().end(PATIENCE) ? List.of(part.name()) : List.<String>of()))
                .toList();
        return futures.stream().flatMap(future -> future.join().stream()).toList();
    }
}
