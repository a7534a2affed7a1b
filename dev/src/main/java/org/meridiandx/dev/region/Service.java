package org.meridiandx.dev.region;

import java.nio.file.Path;

/// The four services of a region.
public enum Service {
    IDENTITY("identity-service", "identity", 2575),
    ORDER("order-service", "orders", 2576),
    RESULT("result-service", "results", 2577),
    IMAGING("imaging-index-service", "imaging", 0);

    private final String title;
    private final String grpcClient;
    private final int wishedMllpPort;

    Service(String title, String grpcClient, int wishedMllpPort) {
        this.title = title;
        this.grpcClient = grpcClient;
        this.wishedMllpPort = wishedMllpPort;
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
        return wishedMllpPort != 0;
    }

    /// The port for HL7 v2 that is taken when it is free.
    int wishedMllpPort() {
        return wishedMllpPort;
    }

    Path runner(Path root) {
        return root.resolve(title).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
