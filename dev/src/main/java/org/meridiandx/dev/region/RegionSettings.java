package org.meridiandx.dev.region;

import java.nio.file.Path;

/// What a local region is started with.
///
/// @param root the folder of the repository, whose built parts are run
/// @param home where `region.json` and the lock are, `.dx` in the repository; one region per home
/// @param data where databases, records, images, keys and logs are kept between runs
/// @param port the gateway's port on loopback; 0 for any free one
/// @param fresh whether kept data is deleted first
public record RegionSettings(Path root, Path home, Path data, int port, boolean fresh) {

    /// The region's short name, which topics start with.
    public static final String REGION = "north";

    public RegionSettings {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    /// The settings of `dx up` without options.
    public static RegionSettings defaults(Path root) {
        Path home = root.resolve(".dx");
        return new RegionSettings(root, home, home.resolve("data"), 8080, false);
    }

    Path logs() {
        return data.resolve("logs");
    }
}
