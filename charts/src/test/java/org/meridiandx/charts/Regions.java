package org.meridiandx.charts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The sets of values that the umbrella chart is rendered with in every test of the whole region.
record Regions(String title, List<Path> valuesFiles, Map<String, ?> values) {

    static Stream<Regions> all() {
        return Stream.of(
                new Regions("defaults", List.of(), Map.of()),
                sample("north"),
                sample("south"),
                new Regions(
                        "everything by others",
                        List.of(),
                        Map.of(
                                "gateway.implementation", "standard",
                                "postgres.enabled", "false",
                                "kafka.enabled", "false",
                                "global.database.host", "postgres.example",
                                "global.kafka.bootstrapServers", "kafka-1.example:9094\\,kafka-2.example:9094",
                                "global.database.tls.enabled", "false",
                                "global.kafka.tls.enabled", "false",
                                "gateway.mllp.enabled", "false")),
                new Regions(
                        "everything on",
                        List.of(),
                        Map.of(
                                "gateway.rateLimit.requestsPerSecondPerCaller", "60",
                                "gateway.jwt.audiences[0]", "https://north.meridian.example",
                                "gateway.tls.clusterIssuer", "letsencrypt",
                                "global.telemetry.otlpEndpoint", "http://otel-collector.observability:4317",
                                "global.image.pullSecrets[0]", "registry",
                                "order-service.autoscaling.enabled", "true",
                                "imaging-index-service.store.accessMode", "ReadWriteOnce",
                                "imaging-index-service.replicaCount", "1",
                                "result-service.extraEnvironment.QUARKUS_LOG_LEVEL", "DEBUG")));
    }

    /// A sample region's overlay, as `k8s/` holds it.
    static Regions sample(String region) {
        return new Regions(
                region, List.of(ChartWorkspace.root().resolve("k8s/regions/" + region + "/values.yaml")), Map.of());
    }

    List<Manifest> render() {
        return ChartWorkspace.shared().render(ChartWorkspace.REGION, valuesFiles, values);
    }

    @Override
    public String toString() {
        return title;
    }
}
