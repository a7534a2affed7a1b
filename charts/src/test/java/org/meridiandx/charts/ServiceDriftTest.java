package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a service's own build says about itself (`target/kubernetes/kubernetes.yml`, written by quarkus-kubernetes) and
/// what the chart renders for it agree. The module builds after the services; where a service was not built, the
/// comparison is skipped with a message, and on a build server (`CI=true`) it fails.
class ServiceDriftTest {
    /// Variables that both must name; the chart adds what only a cluster has (TLS files, telemetry, JVM options).
    private static final Pattern CONTRACT = Pattern.compile("MERIDIAN_.*|KAFKA_BOOTSTRAP_SERVERS"
            + "|QUARKUS_DATASOURCE_(REACTIVE_URL|JDBC_URL|USERNAME|PASSWORD)|QUARKUS_GRPC_CLIENTS_.*_(HOST|PORT)");
    /// Variables whose value, too, must be the same: places inside the image or pod.
    private static final Pattern SAME_VALUE =
            Pattern.compile("MERIDIAN_(MLLP_PORT|.*_FILE|.*_DIRECTORY)|QUARKUS_GRPC_CLIENTS_.*_(HOST|PORT)");

    private static final Pattern INCOMING = Pattern.compile("mp\\.messaging\\.incoming\\.[^.]+\\.topic");

    static Stream<String> services() {
        return ChartWorkspace.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldOpenTheSamePorts(String service) {
        // Given
        var built = generated(service);

        // When
        var rendered = ChartWorkspace.shared().render(service);

        // Then
        assertThat(containerPorts(Manifest.only(built, "Deployment", service)))
                .isEqualTo(containerPorts(Manifest.only(rendered, "Deployment", service)));
        assertThat(servicePorts(Manifest.only(rendered, "Service", service)))
                .containsAllEntriesOf(servicePorts(Manifest.only(built, "Service", service)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldAskTheSameProbes(String service) {
        // Given
        var built = Manifest.only(generated(service), "Deployment", service);

        // When
        var rendered = Manifest.only(ChartWorkspace.shared().render(service), "Deployment", service);

        // Then
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(probe(built, probe)).as(probe).isEqualTo(probe(rendered, probe));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldCarryTheSameLabels(String service) {
        // Given
        var built = Manifest.only(generated(service), "Deployment", service);

        // When
        var rendered = Manifest.only(ChartWorkspace.shared().render(service), "Deployment", service);

        // Then
        assertThat(built.at("/spec/selector/matchLabels")).isEqualTo(rendered.at("/spec/selector/matchLabels"));
        for (var label : List.of("app.kubernetes.io~1name", "app.kubernetes.io~1part-of")) {
            var pointer = "/spec/template/metadata/labels/" + label;
            assertThat(built.at(pointer)).as(label).isEqualTo(rendered.at(pointer));
        }
        for (var annotation : List.of("path", "port", "scheme", "scrape")) {
            var pointer = "/spec/template/metadata/annotations/prometheus.io~1" + annotation;
            assertThat(built.at(pointer)).as(annotation).isEqualTo(rendered.at(pointer));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldBeToldTheSameThroughTheEnvironment(String service) {
        // Given
        var built = contract(Manifest.only(generated(service), "Deployment", service));

        // When
        var rendered = contract(Manifest.only(ChartWorkspace.shared().render(service), "Deployment", service));

        // Then
        assertThat(built.keySet()).isEqualTo(rendered.keySet());
        built.forEach((name, value) -> {
            if (value.startsWith("secret:")
                    || rendered.get(name).startsWith("secret:")
                    || SAME_VALUE.matcher(name).matches()) {
                assertThat(value).as(name).isEqualTo(rendered.get(name));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldBeAllowedToReadTheTopicsItListensTo(String service) throws IOException {
        // Given
        var file = ChartWorkspace.root().resolve(service).resolve("src/main/resources/application.properties");
        assumeBuilt(file, service);
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var topics = new TreeSet<String>();
        for (var name : properties.stringPropertyNames()) {
            if (INCOMING.matcher(name).matches()) {
                topics.add(properties.getProperty(name).replace("${meridian.region}", "north"));
            }
        }

        // When
        var user =
                Manifest.only(ChartWorkspace.shared().render(ChartWorkspace.REGION), "KafkaUser", service + "-kafka");

        // Then
        var readable = Manifest.elements(user.at("/spec/authorization/acls")).stream()
                .filter(acl -> acl.path("operations").toString().contains("Read"))
                .map(acl -> acl.at("/resource/name").asText())
                .collect(Collectors.toSet());
        assertThat(topics)
                .allSatisfy(topic ->
                        assertThat(readable).anyMatch(name -> name.equals(topic) || Pattern.matches(topic, name)));
    }

    private static List<Manifest> generated(String service) {
        var file = ChartWorkspace.root().resolve(service).resolve("target/kubernetes/kubernetes.yml");
        assumeBuilt(file, service);
        try {
            return ChartWorkspace.parse(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static void assumeBuilt(Path file, String service) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file)
                    .as("%s must be built before the charts are tested", service)
                    .exists();
        }
        assumeTrue(
                Files.exists(file),
                () -> "%s is not built: ./mvnw -pl %s package -DskipTests".formatted(service, service));
    }

    private static Map<String, Integer> containerPorts(Manifest deployment) {
        var ports = new TreeMap<String, Integer>();
        for (var port : deployment.container().path("ports")) {
            ports.put(port.path("name").asText(), port.path("containerPort").asInt());
        }
        return ports;
    }

    private static Map<String, Integer> servicePorts(Manifest service) {
        var ports = new TreeMap<String, Integer>();
        for (var port : service.at("/spec/ports")) {
            ports.put(port.path("name").asText(), port.path("port").asInt());
        }
        return ports;
    }

    private static String probe(Manifest deployment, String probe) {
        var get = deployment.container().path(probe).path("httpGet");
        return "%s :%d %s"
                .formatted(
                        get.path("scheme").asText(),
                        number(get.path("port"), deployment),
                        get.path("path").asText());
    }

    /// A probe names its port or gives its number.
    private static int number(JsonNode port, Manifest deployment) {
        return port.isNumber() ? port.asInt() : containerPorts(deployment).get(port.asText());
    }

    private static Map<String, String> contract(Manifest deployment) {
        var contract = deployment.environment();
        contract.keySet().removeIf(name -> !CONTRACT.matcher(name).matches());
        return contract;
    }
}
