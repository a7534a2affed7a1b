package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files beside the charts that a platform team uses: `k8s/` holds no copy of what a chart renders, alerts and
/// dashboard ask for series that the services have, images are pinned and run as nobody.
class OperationsFilesTest {
    private static final Path K8S = ChartWorkspace.root().resolve("k8s");
    private static final Set<String> OWN_KINDS = Set.of("Namespace", "GatewayClass", "PodMonitor", "PrometheusRule");
    private static final Set<String> SERIES = Set.of(
            "up",
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "http_server_requests_seconds_max",
            "outbox_pending",
            "outbox_oldest_seconds",
            "outbox_set_aside",
            "meridian_follow_up_overdue",
            "meridian_follow_up_unaddressed",
            "meridian_outbound_dead",
            "meridian_outbound_oldest_seconds",
            "meridian_copies_dead",
            "meridian_copies_oldest_seconds",
            "meridian_subscriptions_dead",
            "meridian_subscriptions_oldest_seconds",
            "meridian_feeds_silent",
            "meridian_mllp_accepted_total",
            "meridian_mllp_rejected_total");
    private static final Pattern SERIES_IN_USE = Pattern.compile("[a-z_]+(?=[\\[{)])");

    static Stream<String> dockerfiles() {
        return ChartWorkspace.SERVICES.stream()
                .flatMap(service ->
                        Stream.of("jvm", "native").map(kind -> service + "/src/main/docker/Dockerfile." + kind));
    }

    @Test
    void shouldHoldNothingThatAChartRenders() throws IOException {
        try (var files = Files.walk(K8S)) {
            for (var file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(path -> !path.getFileName().toString().equals("values.yaml"))
                    .toList()) {
                // When
                var manifests = ChartWorkspace.parse(Files.readString(file));

                // Then
                assertThat(manifests).isNotEmpty().extracting(Manifest::kind).allMatch(OWN_KINDS::contains);
            }
        }
    }

    @Test
    void shouldEnforcePodSecurity() {
        // When
        var labels = ChartWorkspace.readYaml(K8S.resolve("prerequisites/namespace.yaml"))
                .at("/metadata/labels");

        // Then
        assertThat(labels.path("pod-security.kubernetes.io/enforce").asText()).isEqualTo("restricted");
    }

    @Test
    void shouldAskForSeriesThatExist() {
        // Given
        var queries = new ArrayList<String>();
        collect(ChartWorkspace.readYaml(K8S.resolve("monitoring/alerts.yaml")), queries);
        collect(ChartWorkspace.readYaml(K8S.resolve("monitoring/dashboard.json")), queries);

        // When
        var series = queries.stream()
                .flatMap(query -> SERIES_IN_USE.matcher(query).results().map(match -> match.group()))
                .filter(name -> !Set.of("app_kubernetes_io_name").contains(name))
                .toList();

        // Then
        assertThat(queries).hasSizeGreaterThan(10);
        assertThat(series).isNotEmpty().allMatch(SERIES::contains);
    }

    @Test
    void shouldUseTheClassThatTheGatewayNames() {
        // When
        var gatewayClass = ChartWorkspace.readYaml(K8S.resolve("prerequisites/gatewayclass.yaml"));

        // Then
        var gateway =
                Manifest.only(ChartWorkspace.shared().render(ChartWorkspace.REGION), "Gateway", ChartWorkspace.REGION);
        assertThat(gateway.at("/spec/gatewayClassName")).isEqualTo(gatewayClass.at("/metadata/name"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void shouldPinBaseImagesAndRunAsNobody(String dockerfile) throws IOException {
        // When
        var lines = Files.readAllLines(ChartWorkspace.root().resolve(dockerfile));

        // Then
        assertThat(lines)
                .filteredOn(line -> line.startsWith("FROM "))
                .isNotEmpty()
                .allMatch(line -> line.matches("FROM \\S+:[0-9]+\\.[0-9][^\\s]*( AS build)?"));
        assertThat(lines).filteredOn(line -> line.startsWith("USER ")).last().isEqualTo("USER 10001:10001");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void shouldBuildEveryServiceTheSameWay(String dockerfile) throws IOException {
        // Given
        var service = dockerfile.substring(0, dockerfile.indexOf('/'));
        var first = dockerfile.replace(service, ChartWorkspace.SERVICES.getFirst());

        // When
        var text = Files.readString(ChartWorkspace.root().resolve(dockerfile));

        // Then
        assertThat(text.replace(service, ChartWorkspace.SERVICES.getFirst()))
                .isEqualTo(Files.readString(ChartWorkspace.root().resolve(first)));
    }

    private static void collect(JsonNode node, List<String> queries) {
        if (node.path("expr").isTextual()) {
            queries.add(node.path("expr").asText());
        }
        node.forEach(child -> collect(child, queries));
    }
}
