package org.meridiandx.dev.region;

import java.nio.file.Path;

/// What a local region is started with.
///
/// @param root the folder of the repository, whose built parts are run
/// @param home where `region.json` and the lock are, `.dx` in the repository; one region per home
/// @param data where databases, records, images, keys and logs are kept between runs
/// @param port the gateway's port on loopback; 0 for any free one
/// @param mllpPort the first of three ports in a row that take HL7 v2; 0 for any free ones
/// @param fresh whether kept data is deleted first
public record RegionSettings(Path root, Path home, Path data, int port, int mllpPort, boolean fresh) {

    /// The region's short name, which topics start with.
    public static final String REGION = "north";

    /// The gateway's port when nothing else is said.
    public static final int USUAL_PORT = 8080;

    /// The first port for HL7 v2 when nothing else is said.
    public static final int USUAL_MLLP_PORT = 2575;

    public RegionSettings {
        root = root.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    /// With the ports for HL7 v2 that go with the gateway's.
    public RegionSettings(Path root, Path home, Path data, int port, boolean fresh) {
        this(root, home, data, port, mllpPortBeside(port), fresh);
    }

    /// The first port for HL7 v2 when only the gateway's is said: the usual one, or any when that may be any.
    public static int mllpPortBeside(int port) {
        return port == 0 ? 0 : USUAL_MLLP_PORT;
    }

    /// Where a supervisor writes what it does.
    ///
    /// @param home the region's home
    public static Path supervisorLog(Path home) {
        return home.resolve("supervisor.log");
    }

    Path supervisorLog() {
        return supervisorLog(home);
    }

    Path logs() {
        return data.resolve("logs");
    }
}
