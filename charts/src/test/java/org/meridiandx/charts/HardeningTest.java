package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promises on security and on staying up hold for every set of values: Pod Security `restricted`, no secret in a
/// manifest, no `latest`, default deny, no service without probes.
class HardeningTest {
    private static final Pattern SECRET = Pattern.compile("(PASSWORD|TOKEN|SECRET|KEYSTORE_KEY|FEDERATION_KEY)$");

    static Stream<Regions> regions() {
        return Regions.all();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldRunRestricted(Regions region) {
        // When
        var deployments = Manifest.ofKind(region.render(), "Deployment");

        // Then
        assertThat(deployments).hasSize(4).allSatisfy(deployment -> {
            var pod = deployment.at("/spec/template/spec");
            assertThat(pod.path("automountServiceAccountToken").booleanValue()).isFalse();
            assertThat(pod.path("automountServiceAccountToken").isBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("hostNetwork").isMissingNode()).isTrue();
            assertThat(pod.path("containers")).hasSize(1);
            var context = deployment.container().path("securityContext");
            assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(context.path("privileged").isMissingNode()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldStayUpThroughChange(Regions region) {
        // When
        var deployments = Manifest.ofKind(region.render(), "Deployment");

        // Then
        assertThat(deployments).allSatisfy(deployment -> {
            var container = deployment.container();
            for (var probe : Set.of("started", "live", "ready")) {
                var name = probe.equals("started") ? "startup" : probe.equals("live") ? "liveness" : "readiness";
                var get = container.at("/%sProbe/httpGet".formatted(name));
                assertThat(get.path("path").asText()).isEqualTo("/q/health/" + probe);
                assertThat(get.path("port").asText()).isEqualTo("management");
            }
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                    .isNotEmpty();
            var preStop = container.at("/lifecycle/preStop/sleep/seconds").asInt();
            assertThat(preStop).isPositive();
            assertThat(deployment
                            .at("/spec/template/spec/terminationGracePeriodSeconds")
                            .asInt())
                    .isGreaterThan(preStop
                            + Integer.parseInt(deployment
                                    .environment()
                                    .get("QUARKUS_SHUTDOWN_TIMEOUT")
                                    .replace("S", "")));
            if (deployment.at("/spec/strategy/type").asText().equals("RollingUpdate")) {
                assertThat(deployment
                                .at("/spec/strategy/rollingUpdate/maxUnavailable")
                                .asInt(-1))
                        .isZero();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldNameSecretsAndNeverHoldThem(Regions region) {
        // When
        var manifests = region.render();

        // Then
        assertThat(manifests).extracting(Manifest::kind).doesNotContain("Secret");
        assertThat(Manifest.ofKind(manifests, "Deployment"))
                .allSatisfy(deployment -> deployment.environment().forEach((name, value) -> {
                    if (SECRET.matcher(name).find()) {
                        assertThat(value).as(name).startsWith("secret:");
                    }
                }));
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(manifest.json().toString()).doesNotContain("BEGIN ", "PRIVATE KEY"));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldPinImagesToAVersion(Regions region) {
        // When
        var manifests = region.render();

        // Then
        assertThat(Manifest.ofKind(manifests, "Deployment"))
                .extracting(deployment -> deployment.container().path("image").asText())
                .allSatisfy(image -> assertThat(image).matches("[^:]+(:[0-9]+)?/[a-z-]+:[0-9]+\\.[0-9]+\\.[0-9]+.*"));
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(manifest.json().toString()).doesNotContain(":latest"));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldDenyByDefaultAndAllowByList(Regions region) {
        // When
        var manifests = region.render();

        // Then
        var deny = Manifest.only(manifests, "NetworkPolicy", "default-deny");
        assertThat(deny.at("/spec/podSelector")).isEmpty();
        assertThat(deny.at("/spec/ingress").isMissingNode()).isTrue();
        for (var service : ChartWorkspace.SERVICES) {
            var policy = Manifest.only(manifests, "NetworkPolicy", service);
            var selector = policy.at("/spec/podSelector/matchLabels");
            var labels = Manifest.only(manifests, "Deployment", service).at("/spec/template/metadata/labels");
            selector.properties()
                    .forEach(label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
            assertThat(Manifest.elements(policy.at("/spec/policyTypes")))
                    .extracting(type -> type.asText())
                    .containsExactlyInAnyOrder("Ingress", "Egress");
            assertThat(policy.at("/spec/ingress")).isNotEmpty().allSatisfy(rule -> {
                assertThat(rule.path("from")).isNotEmpty();
                assertThat(rule.path("ports")).isNotEmpty();
            });
            assertThat(policy.at("/spec/egress"))
                    .isNotEmpty()
                    .allSatisfy(rule -> assertThat(rule.path("ports")).isNotEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldKeepDataWhenUninstalled(Regions region) {
        // Given
        var data = Set.of("Cluster", "Database", "Kafka", "KafkaNodePool", "KafkaTopic", "PersistentVolumeClaim");

        // When
        var manifests = region.render();

        // Then
        assertThat(manifests.stream().filter(manifest -> data.contains(manifest.kind())))
                .allSatisfy(manifest -> assertThat(manifest.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep"));
    }
}
