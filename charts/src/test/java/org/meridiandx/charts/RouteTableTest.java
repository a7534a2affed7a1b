package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The route table is complete, leads to services and ports that exist, and the gateway's objects
/// say what it says.
class RouteTableTest {
    private static final JsonNode GATEWAY = ChartWorkspace.readYaml(
                    ChartWorkspace.source(ChartWorkspace.REGION).resolve("values.yaml"))
            .path("gateway");

    static Stream<Regions> regions() {
        return Regions.all();
    }

    @Test
    void shouldNameEachRouteAndPathOnce() {
        // When
        var routes = Manifest.elements(GATEWAY.path("routes"));

        // Then
        assertThat(routes).extracting(route -> route.path("name").asText()).doesNotHaveDuplicates();
        assertThat(routes)
                .extracting(route ->
                        route.path("path").asText() + route.path("match").asText())
                .doesNotHaveDuplicates();
        assertThat(routes)
                .extracting(route -> route.path("service").asText())
                .allMatch(ChartWorkspace.SERVICES::contains);
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/R4/Patient, identity-service, false",
        "/fhir/R4/Patient/_search, identity-service, false",
        "/fhir/R4/Consent/1, identity-service, false",
        "/fhir/R4/Organization/1, identity-service, false",
        "/fhir/R4/AuditEvent, identity-service, false",
        "/fhir/R4/metadata, identity-service, true",
        "/cds-services, order-service, true",
        "/cds-services/order-select/feedback, order-service, true",
        "/fhir/R4/.well-known/smart-configuration, identity-service, true",
        "/oauth2/token, identity-service, true",
        "/oauth2/jwks, identity-service, true",
        "/.well-known/openid-configuration, identity-service, true",
        "/fhir/R4/ServiceRequest/1/_history/2, order-service, false",
        "/fhir/R4/Questionnaire/imaging-request, order-service, false",
        "/fhir/R4/Task, order-service, false",
        "/fhir/R4/ActivityDefinition/1, order-service, false",
        "/fhir/R4, result-service, false",
        "/fhir/R4/$process-message, result-service, false",
        "/fhir/R4/DiagnosticReport/1, result-service, false",
        "/fhir/R4/Observation, result-service, false",
        "/fhir/R4/Specimen/1, result-service, false",
        "/fhir/R4/Subscription/1/$events, result-service, false",
        "/fhir/R4/Binary/1.1.1, result-service, false",
        "/orders/unmatched, order-service, false",
        "/orders/outbound, order-service, false",
        "/orders/unknown-codes, order-service, false",
        "/results/unmatched, result-service, false",
        "/hl7v2, result-service, false",
        "/edifact, result-service, false",
        "/results/codes, result-service, false",
        "/results/copies, result-service, false",
        "/feeds/$replay, result-service, false",
        "/indicators/orders, order-service, false",
        "/indicators/results, result-service, false",
        "/indicators/imaging, imaging-index-service, false",
        "/indicators/identity, identity-service, false",
        "/charts/observations, result-service, false",
        "/fhir/R4/Patient/1/$everything, result-service, false",
        "/fhir/R4/Patient/1/$summary, result-service, false",
        "/fhir/R4/AllergyIntolerance/1, result-service, false",
        "/record/summary, result-service, false",
        "/fhir/R4/Patient/1/2/$everything, identity-service, false",
        "/fhir/R4/ImagingStudy, imaging-index-service, false",
        "/dicom-web/studies/1.2.3/series, imaging-index-service, false"
    })
    void shouldLeadToTheOwner(String path, String service, boolean open) {
        // When
        var route = match(path);

        // Then
        assertThat(route.path("service").asText()).isEqualTo(service);
        assertThat(route.path("public").asBoolean(false)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"/fhir/R4/Patients", "/fhir/R4/Medication", "/fhir", "/", "/q/health", "/dicom-webs"})
    void shouldLeadNowhereElse(String path) {
        assertThat(routes(path)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldRenderEveryRoute(Regions region) {
        // When
        var manifests = region.render();

        // Then
        for (var route : GATEWAY.path("routes")) {
            var rendered =
                    Manifest.only(manifests, "HTTPRoute", route.path("name").asText());
            assertThat(rendered.at("/spec/rules")).hasSize(1);
            var rule = rendered.at("/spec/rules/0");
            assertThat(rule.at("/matches/0/path/type")).isEqualTo(route.path("match"));
            assertThat(rule.at("/matches/0/path/value")).isEqualTo(route.path("path"));
            assertThat(rule.at("/backendRefs/0/name")).isEqualTo(route.path("service"));
            assertThat(rule.at("/timeouts/request").asText())
                    .isEqualTo(route.path("timeoutSeconds")
                                    .asInt(GATEWAY.path("requestTimeoutSeconds").asInt())
                            + "s");
            assertThat(rendered.at("/metadata/labels/meridian.org~1access").asText())
                    .isEqualTo(route.path("public").asBoolean() ? "public" : "token");
        }
        assertThat(Manifest.ofKind(manifests, "HTTPRoute")).hasSameSizeAs(GATEWAY.path("routes"));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void shouldLeadToServicesPortsAndListenersThatExist(Regions region) {
        // Given
        var manifests = region.render();
        var listeners =
                Manifest.elements(Manifest.only(manifests, "Gateway", "diagnostics-region")
                                .at("/spec/listeners"))
                        .stream()
                        .map(listener -> listener.path("name").asText())
                        .collect(Collectors.toSet());

        // When
        var routes = Stream.of("HTTPRoute", "TCPRoute")
                .flatMap(kind -> Manifest.ofKind(manifests, kind).stream())
                .toList();

        // Then
        assertThat(routes).allSatisfy(route -> {
            assertThat(listeners)
                    .contains(route.at("/spec/parentRefs/0/sectionName").asText());
            var backend = route.at("/spec/rules/0/backendRefs/0");
            var service =
                    Manifest.only(manifests, "Service", backend.path("name").asText());
            assertThat(Manifest.elements(service.at("/spec/ports")))
                    .extracting(port -> port.path("port").asInt())
                    .contains(backend.path("port").asInt());
        });
    }

    @Test
    void shouldHaveAnMllpListenerForEachServiceThatTakesHl7() {
        // Given
        var manifests = ChartWorkspace.shared().render(ChartWorkspace.REGION);

        // When
        var behind = Manifest.ofKind(manifests, "TCPRoute").stream()
                .map(route -> route.at("/spec/rules/0/backendRefs/0/name").asText())
                .toList();

        // Then
        var speaking = Manifest.ofKind(manifests, "Service").stream()
                .filter(service -> Manifest.elements(service.at("/spec/ports")).stream()
                        .anyMatch(port -> port.path("name").asText().equals("mllp")))
                .map(Manifest::name)
                .toList();
        assertThat(behind).containsExactlyInAnyOrderElementsOf(speaking);
    }

    @Test
    void shouldAskForATokenOnAllButPublicRoutes() {
        // Given
        var manifests = ChartWorkspace.shared().render(ChartWorkspace.REGION);

        // When
        var policy = Manifest.only(manifests, "SecurityPolicy", "token");

        // Then
        assertThat(policy.at("/spec/targetSelectors/0/matchLabels/meridian.org~1access")
                        .asText())
                .isEqualTo("token");
        assertThat(policy.at("/spec/jwt/providers/0/issuer").asText()).isEqualTo("https://north.meridian.example");
        var open = Manifest.ofKind(manifests, "HTTPRoute").stream()
                .filter(route -> route.at("/metadata/labels/meridian.org~1access")
                        .asText()
                        .equals("public"))
                .map(Manifest::name);
        assertThat(open)
                .containsExactlyInAnyOrder("fhir-metadata", "fhir-well-known", "cds-services", "oauth2", "well-known");
    }

    @Test
    void shouldLetScriptsOfTheNamedOriginsCallEveryRouteWithoutCredentials(@TempDir Path directory) throws IOException {
        // Given
        var manifests = letIn(directory, "[\"https://app.example\"]");

        // When
        var policies = Manifest.ofKind(manifests, "SecurityPolicy");

        // Then
        assertThat(policies).extracting(Manifest::name).containsExactlyInAnyOrder("token", "public");
        assertThat(policies).allSatisfy(policy -> {
            assertThat(policy.at("/spec/cors/allowOrigins").toString()).isEqualTo("[\"https://app.example\"]");
            assertThat(policy.at("/spec/cors/allowCredentials").asBoolean(true)).isFalse();
            assertThat(policy.at("/spec/cors/allowHeaders").toString()).contains("Authorization", "DPoP");
            assertThat(policy.at("/spec/cors/exposeHeaders").toString()).contains("ETag");
            assertThat(policy.at("/spec/cors/maxAge").asText()).isEqualTo("600s");
        });
    }

    @Test
    void shouldLetNoScriptInWhereNoOriginIsNamed(@TempDir Path directory) throws IOException {
        // When
        var manifests = letIn(directory, "[]");

        // Then
        var policies = Manifest.ofKind(manifests, "SecurityPolicy");
        assertThat(policies).extracting(Manifest::name).containsExactly("token");
        assertThat(policies.getFirst().at("/spec/cors").isMissingNode()).isTrue();
    }

    @Test
    void shouldLimitEveryRouteAndHoldNoLargeBodyInTheProxy() {
        // Given
        var manifests = ChartWorkspace.shared().render(ChartWorkspace.REGION);

        // When
        var policies = Manifest.ofKind(manifests, "BackendTrafficPolicy");

        // Then
        assertThat(policies).hasSameSizeAs(GATEWAY.path("routes")).allSatisfy(policy -> {
            assertThat(policy.at("/spec/rateLimit/local/rules")).isNotEmpty();
            assertThat(policy.at("/spec/timeout/http/requestTimeout").asText()).endsWith("s");
            assertThat(policy.at("/spec/requestBuffer/limit").asLong()).isLessThanOrEqualTo(1_048_576);
        });
        assertThat(Manifest.only(manifests, "BackendTrafficPolicy", "dicom-web")
                        .at("/spec/requestBuffer")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void shouldRenderNoEnvoyPolicyForAnotherGateway() {
        // When
        var manifests = ChartWorkspace.shared()
                .render(ChartWorkspace.REGION, List.of(), Map.of("gateway.implementation", "standard"));

        // Then
        assertThat(manifests).extracting(Manifest::apiVersion).noneMatch(api -> api.contains("envoyproxy"));
        assertThat(Manifest.ofKind(manifests, "HTTPRoute")).isNotEmpty();
    }

    private static List<Manifest> letIn(Path directory, String origins) throws IOException {
        var values = directory.resolve("values.yaml");
        Files.writeString(values, "gateway: { crossOrigin: { allowedOrigins: " + origins + " } }");
        return ChartWorkspace.shared().render(ChartWorkspace.REGION, List.of(values), Map.of());
    }

    private static JsonNode match(String path) {
        var routes = routes(path);
        assertThat(routes).as(path).isNotEmpty();
        return routes.getFirst();
    }

    /// The routes that take a path, the one that wins first, by the rule of the Gateway API.
    private static List<JsonNode> routes(String path) {
        return Manifest.elements(GATEWAY.path("routes")).stream()
                .filter(route -> matches(route, path))
                .sorted((left, right) -> Integer.compare(weight(right), weight(left)))
                .toList();
    }

    private static boolean matches(JsonNode route, String path) {
        var prefix = route.path("path").asText();
        return path.equals(prefix)
                || route.path("match").asText().equals("RegularExpression") && path.matches(prefix)
                || (route.path("match").asText().equals("PathPrefix") && path.startsWith(prefix + "/"));
    }

    private static int weight(JsonNode route) {
        return route.path("path").asText().length()
                + (route.path("match").asText().equals("Exact") ? 10_000 : 0);
    }
}
