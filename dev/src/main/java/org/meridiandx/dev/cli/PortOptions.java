package org.meridiandx.dev.cli;

import org.jspecify.annotations.Nullable;
import org.meridiandx.dev.region.RegionSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The ports that a person may choose for a region.
public final class PortOptions {

    private static final int HIGHEST = 65_535;

    @Option(
            names = "--port",
            defaultValue = "" + RegionSettings.USUAL_PORT,
            converter = PortConverter.class,
            description = "The gateway's port (default ${DEFAULT-VALUE}); 0 for any free one.")
    private int port;

    @Option(
            names = "--mllp-port",
            paramLabel = "BASE",
            converter = BaseConverter.class,
            description = {
                "The first of three ports in a row for HL7 v2: patients, orders, results",
                "(default " + RegionSettings.USUAL_MLLP_PORT + "; any free ones with 0, or with --port 0)."
            })
    private @Nullable Integer mllpPort;

    int port() {
        return port;
    }

    int mllpPort() {
        return mllpPort != null ? mllpPort : RegionSettings.mllpPortBeside(port);
    }

    private static int between0And(int highest, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= highest) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new TypeConversionException(
                "'" + value + "' is no port; choose one from 1 to " + highest + ", or 0 for any free one.");
    }

    /// Made by picocli.
    static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return between0And(HIGHEST, value);
        }
    }

    /// Made by picocli.
    static final class BaseConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return between0And(HIGHEST - 2, value);
        }
    }
}
