package org.meridiandx.dev.region;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.dev.process.ProcessId;

/// What `.dx/region.json` says about a region: where everything is, and which processes belong to it.
///
/// @param status `starting`, `ready` or `stopping`
/// @param region short name, which topics start with
/// @param gatewayUrl public base URL, without a slash at the end
/// @param dataDirectory where data is kept between runs
/// @param supervisor the process that watches over the others
/// @param mllpPorts HL7 v2 port by service
/// @param database host and port of PostgreSQL; each service's database and role are its name with underscores
/// @param kafka `host:port` of the broker
/// @param parts everything that runs, the gateway excepted, which is in the supervisor
public record RegionState(
        String status,
        String region,
        String gatewayUrl,
        String dataDirectory,
        ProcessId supervisor,
        Map<String, Integer> mllpPorts,
        String database,
        String kafka,
        List<PartState> parts) {

    public static final String STARTING = "starting";
    public static final String READY = "ready";
    public static final String STOPPING = "stopping";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public RegionState {
        mllpPorts = Map.copyOf(mllpPorts);
        parts = List.copyOf(parts);
    }

    /// One process of the region.
    ///
    /// @param name e.g. `order-service`
    /// @param process which process, 0 when it is between two lives
    /// @param url where its health is, empty for those without
    /// @param log its log file
    public record PartState(String name, ProcessId process, String url, String log) {}

    /// Reads the state that a region left in its home, if there is any.
    public static Optional<RegionState> read(Path home) {
        Path file = file(home);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), RegionState.class));
        } catch (IOException e) {
            throw new RegionException(file + " cannot be read. Delete it when no region is running.", e);
        }
    }

    /// Reads the state, and takes an unreadable one for none.
    static Optional<RegionState> readIfPossible(Path home) {
        try {
            return read(home);
        } catch (RegionException e) {
            return Optional.empty();
        }
    }

    /// Whether its supervisor is still there.
    public boolean alive() {
        return supervisor.find().isPresent();
    }

    /// Finds a part by name.
    public Optional<PartState> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /// Writes the state in one step: a reader sees the old one or the new one.
    void write(Path home) {
        try {
            Path next = Files.createTempFile(home, "region", ".json");
            JSON.writeValue(next.toFile(), this);
            Files.move(next, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file(home), e);
        }
    }

    static void delete(Path home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + file(home), e);
        }
    }

    private static Path file(Path home) {
        return home.resolve("region.json");
    }
}
