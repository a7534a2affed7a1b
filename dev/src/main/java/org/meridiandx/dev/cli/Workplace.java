package org.meridiandx.dev.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meridiandx.dev.region.Leftovers;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionSettings;
import org.meridiandx.dev.region.RegionState;

/// Where the commands work: the repository whose built parts are run, and the home that knows about the region.
///
/// @param root the folder of the repository
/// @param home where `region.json` is
public record Workplace(Path root, Path home) {

    /// Reads `meridian.root` (or looks for the wrapper upwards from here) and `DX_HOME` (or takes `.dx` in the root).
    public static Workplace find() {
        Path root = Optional.ofNullable(System.getProperty("meridian.root"))
                .map(Path::of)
                .orElseGet(Workplace::nearestRoot)
                .toAbsolutePath()
                .normalize();
        String home = System.getenv("DX_HOME");
        return new Workplace(root, home == null || home.isBlank() ? root.resolve(".dx") : Path.of(home));
    }

    /// The region that is up.
    ///
    /// @throws RegionException when none is
    public RegionState region() {
        return RegionState.read(home).filter(RegionState::alive).orElseThrow(() -> new RegionException(whyNoneIsUp()));
    }

    /// The settings of a region of this home.
    ///
    /// @param data where data is kept; inside the home when left out
    public RegionSettings settings(Optional<Path> data, PortOptions ports, boolean fresh) {
        return new RegionSettings(root, home, data.orElseGet(this::usualData), ports.port(), ports.mllpPort(), fresh);
    }

    /// What a supervisor that died left running.
    Leftovers leftovers() {
        return Leftovers.find(home, usualData());
    }

    Path usualData() {
        return home.resolve("data");
    }

    private String whyNoneIsUp() {
        var leftovers = leftovers();
        if (!leftovers.isEmpty()) {
            return "No region is up, but there are leftovers of a region whose supervisor died: " + leftovers
                    + ". Run ./dx down to end them, or ./dx up to start again.";
        }
        return RegionState.read(home).isPresent()
                ? "No region is up: the supervisor of the last one died, and nothing of it is left running."
                        + " Start one with: ./dx up"
                : "No region is up. Start one with: ./dx up";
    }

    private static Path nearestRoot() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new RegionException("This is not a checkout of the repository. Go to it, and type ./dx");
    }
}
