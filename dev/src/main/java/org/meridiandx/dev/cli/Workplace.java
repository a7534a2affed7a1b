package org.meridiandx.dev.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
        return RegionState.read(home)
                .filter(RegionState::alive)
                .orElseThrow(() -> new RegionException("No region is up. Start one with: ./dx up"));
    }

    RegionSettings settings(Optional<Path> data, int port, boolean fresh) {
        return new RegionSettings(root, home, data.orElse(home.resolve("data")), port, fresh);
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
