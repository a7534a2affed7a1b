package org.meridiandx.dev.region;

import java.nio.file.Path;

/// The four services of a region.
public enum Service {
    IDENTITY("identity-service", "identity", 0),
    ORDER("order-service", "orders", 1),
    RESULT("result-service", "results", 2),
    IMAGING("imaging-index-service", "imaging", -1);

    private final String title;
    private final String grpcClient;
    private final int mllpOffset;

    Service(String title, String grpcClient, int mllpOffset) {
        this.title = title;
        this.grpcClient = grpcClient;
        this.mllpOffset = mllpOffset;
    }

    /// The service's name, which is also its module's and its part's.
    public String title() {
        return title;
    }

    /// The name under which other services configure their gRPC client for it.
    String grpcClient() {
        return grpcClient;
    }

    /// Database and role.
    String database() {
        return title.replace('-', '_');
    }

    boolean speaksMllp() {
        return mllpOffset >= 0;
    }

    /// The port for HL7 v2.
    ///
    /// @param first the first of the region's ports for HL7 v2
    int mllpPort(int first) {
        return first + mllpOffset;
    }

    /// The folder of what is built to run.
    Path application(Path root) {
        return root.resolve(title).resolve("target/quarkus-app");
    }

    Path runner(Path root) {
        return application(root).resolve("quarkus-run.jar");
    }
}
