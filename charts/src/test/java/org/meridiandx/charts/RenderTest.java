package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The charts lint without a warning, render, and what they render fits the Kubernetes API.
class RenderTest {
    private static final Map<String, Check> BUILT_IN = Map.of(
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
            "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement);

    /// Custom resources of the operators, with the fields of `spec` that the charts may use.
    private static final Map<String, Set<String>> CUSTOM = Map.ofEntries(
            Map.entry("gateway.networking.k8s.io/v1 Gateway", Set.of("gatewayClassName", "listeners")),
            Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", Set.of("parentRefs", "hostnames", "rules")),
            Map.entry("gateway.networking.k8s.io/v1alpha2 TCPRoute", Set.of("parentRefs", "rules")),
            Map.entry("gateway.envoyproxy.io/v1alpha1 SecurityPolicy", Set.of("targetSelectors", "jwt", "cors")),
            Map.entry(
                    "gateway.envoyproxy.io/v1alpha1 ClientTrafficPolicy",
                    Set.of("targetRefs", "headers", "tls", "timeout")),
            Map.entry(
                    "gateway.envoyproxy.io/v1alpha1 BackendTrafficPolicy",
                    Set.of("targetRefs", "timeout", "requestBuffer", "rateLimit")),
            Map.entry(
                    "postgresql.cnpg.io/v1 Cluster",
                    Set.of(
                            "imageName",
                            "instances",
                            "primaryUpdateStrategy",
                            "primaryUpdateMethod",
                            "enableSuperuserAccess",
                            "bootstrap",
                            "managed",
                            "postgresql",
                            "storage",
                            "walStorage",
                            "resources")),
            Map.entry("postgresql.cnpg.io/v1 Database", Set.of("name", "owner", "cluster", "databaseReclaimPolicy")),
            Map.entry("kafka.strimzi.io/v1 Kafka", Set.of("kafka", "entityOperator")),
            Map.entry("kafka.strimzi.io/v1 KafkaNodePool", Set.of("replicas", "roles", "resources", "storage")),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", Set.of("partitions", "replicas", "config")),
            Map.entry("kafka.strimzi.io/v1 KafkaUser", Set.of("authentication", "authorization")));

    private interface Check {
        void validate(JsonElement element) throws IOException;
    }

    static Stream<String> charts() {
        return ChartWorkspace.all().stream();
    }

    static Stream<String> services() {
        return ChartWorkspace.SERVICES.stream();
    }

    static Stream<Regions> regions() {
        return Regions.all();
    }

    @ParameterizedTest
    @MethodSource("charts")
    void shouldLintStrictly(String chart) {
        // When
        var result = ChartWorkspace.shared().helm(chart).lint().strict().call();

        // Then
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("charts")
    void shouldCarryTheVersionOfTheProject(String chart) throws IOException {
        // Given
        var pom = Files.readString(ChartWorkspace.root().resolve("pom.xml"));

        // When
        var descriptor = ChartWorkspace.readYaml(ChartWorkspace.source(chart).resolve("Chart.yaml"));

        // Then
        var version = descriptor.path("appVersion").asText();
        assertThat(pom)
                .containsAnyOf("<version>" + version + "</version>", "<version>" + version + "-SNAPSHOT</version>");
        assertThat(descriptor.path("version").asText()).isEqualTo(version);
        assertThat(descriptor.path("dependencies")).allSatisfy(dependency -> {
            assertThat(dependency.path("version").asText()).isEqualTo(version);
            assertThat(dependency.path("repository").asText()).startsWith("file://../");
        });
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldRenderOnlyWhatTheClusterKnows(Regions region) {
        // When
        var manifests = region.render();

        // Then
        assertThat(manifests).hasSizeGreaterThan(20).allSatisfy(RenderTest::assertKnown);
        assertThat(manifests).doesNotHaveDuplicates();
        assertThat(manifests.stream().map(m -> m.apiVersion() + m)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldRenderEachServiceAlone(String service) {
        // When
        var manifests = ChartWorkspace.shared().render(service);

        // Then
        assertThat(manifests).allSatisfy(RenderTest::assertKnown);
        assertThat(manifests)
                .extracting(Manifest::kind)
                .contains("Deployment", "Service", "ServiceAccount", "NetworkPolicy", "PodDisruptionBudget");
    }

    @Test
    void shouldRenderAServiceInTheRegionAsItDoesAlone() {
        // Given
        var region = Regions.all().findFirst().orElseThrow().render();

        for (var service : ChartWorkspace.SERVICES) {
            // When
            var alone = ChartWorkspace.shared().render(service);

            // Then
            assertThat(region).as(service).containsAll(alone);
        }
    }

    @Test
    void shouldNoticeMisspeltFieldInBuiltInObject() {
        // Given
        var manifest = Manifest.ofKind(ChartWorkspace.shared().render("order-service"), "Deployment")
                .getFirst();
        var broken = new Manifest(ChartWorkspace.YAML.valueToTree(manifest.json()));
        broken.json().withObject("/spec/template/spec").put("serviceAcountName", "x");

        // Then
        assertThatThrownBy(() -> check(broken)).hasMessageContaining("serviceAcountName");
    }

    @Test
    void shouldHandTheRegionsSharedValuesToEveryService() {
        // When
        var manifests = ChartWorkspace.shared()
                .render(
                        ChartWorkspace.REGION,
                        List.of(),
                        Map.of("global.region", "east", "global.publicUrl", "https://east.example"));

        // Then
        assertThat(Manifest.ofKind(manifests, "Deployment"))
                .hasSize(4)
                .allSatisfy(deployment -> assertThat(deployment.environment())
                        .containsEntry("MERIDIAN_REGION", "east")
                        .containsEntry("MERIDIAN_ISSUER", "https://east.example")
                        .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "east-kafka-kafka-bootstrap:9093"));
        assertThat(Manifest.ofKind(manifests, "KafkaTopic"))
                .extracting(Manifest::name)
                .containsExactlyInAnyOrder(
                        "east.identity.v1",
                        "east.orders.v1",
                        "east.results.v1",
                        "east.imaging.v1",
                        "east.audit.v1",
                        "east.audit-heads.v1",
                        "east.pointers.v1",
                        "east.dead-letters.v1");
    }

    @Test
    void shouldRefuseSeveralPodsOnAVolumeForOne() {
        assertThatThrownBy(() -> ChartWorkspace.shared()
                        .render("imaging-index-service", List.of(), Map.of("store.accessMode", "ReadWriteOnce")))
                .hasMessageContaining("allows one replica");
    }

    private static void assertKnown(Manifest manifest) {
        assertThat(manifest.name()).as(manifest.toString()).matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
        assertThatCode(() -> check(manifest)).as(manifest.toString()).doesNotThrowAnyException();
    }

    private static void check(Manifest manifest) throws IOException {
        var type = manifest.apiVersion() + " " + manifest.kind();
        if (BUILT_IN.containsKey(type)) {
            BUILT_IN.get(type).validate(JsonParser.parseString(manifest.json().toString()));
            return;
        }
        assertThat(CUSTOM).containsKey(type);
        var fields = new HashSet<String>();
        manifest.at("/spec").fieldNames().forEachRemaining(fields::add);
        assertThat(fields).isNotEmpty().isSubsetOf(CUSTOM.get(type));
    }
}
