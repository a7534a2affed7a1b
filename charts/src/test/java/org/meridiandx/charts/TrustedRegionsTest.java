package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Regions whose tokens are taken are named once, for the services and for the gateway before them.
class TrustedRegionsTest {
    private static final String SOUTH = "global.trustedRegions.south-west.";

    @Test
    void shouldTellEveryServiceAndTheGatewayWhoseTokensAreTaken() {
        // When
        var manifests = ChartWorkspace.shared()
                .render(ChartWorkspace.REGION, List.of(), Map.of(SOUTH + "issuer", "https://south.example"));

        // Then
        assertThat(Manifest.ofKind(manifests, "Deployment"))
                .hasSize(4)
                .allSatisfy(deployment -> assertThat(deployment.environment())
                        .containsEntry("MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_NAME", "south-west")
                        .containsEntry("MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_ISSUER", "https://south.example")
                        .containsEntry(
                                "MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_JWKS_URL", "https://south.example/oauth2/jwks"));
        var providers = Manifest.only(manifests, "SecurityPolicy", "token").at("/spec/jwt/providers");
        assertThat(providers).hasSize(2);
        var other = providers.get(1);
        assertThat(other.path("issuer").asText()).isEqualTo("https://south.example");
        assertThat(other.at("/audiences/0").asText()).isEqualTo("https://north.meridian.example");
        assertThat(other.at("/remoteJWKS/uri").asText()).isEqualTo("https://south.example/oauth2/jwks");
        for (var service : ChartWorkspace.SERVICES) {
            assertThat(ports(Manifest.only(manifests, "NetworkPolicy", service).at("/spec/egress")))
                    .as(service)
                    .contains(443);
        }
    }

    @Test
    void shouldLetTheServicesReachAKeySetOnAnyPort() {
        // When
        var manifests = ChartWorkspace.shared()
                .render(
                        ChartWorkspace.REGION,
                        List.of(),
                        Map.of(
                                SOUTH + "issuer",
                                "https://south.example:8443",
                                "global.trustedRegions.east.issuer",
                                "https://e.example"));

        // Then
        assertThat(ports(Manifest.only(manifests, "NetworkPolicy", "order-service")
                        .at("/spec/egress")))
                .contains(443, 8443);
    }

    @Test
    void shouldRefuseNamesThatWouldBeOneSetting() {
        // Given
        var regions = Map.of(
                SOUTH + "issuer",
                "https://south.example",
                "global.trustedRegions.southwest.issuer",
                "https://sw.example");

        // When, then
        assertThatThrownBy(() -> ChartWorkspace.shared().render(ChartWorkspace.REGION, List.of(), regions))
                .hasMessageContaining("hyphens only");
    }

    @Test
    void shouldTrustNobodyByDefault() {
        // When
        var manifests = ChartWorkspace.shared().render(ChartWorkspace.REGION);

        // Then
        assertThat(manifests)
                .allSatisfy(manifest -> assertThat(manifest.json().toString()).doesNotContain("TRUSTED_REGIONS"));
        assertThat(Manifest.only(manifests, "SecurityPolicy", "token").at("/spec/jwt/providers"))
                .hasSize(1);
        assertThat(ports(Manifest.only(manifests, "NetworkPolicy", "order-service")
                        .at("/spec/egress")))
                .doesNotContain(443);
    }

    @ParameterizedTest
    @CsvSource({
        "global.trustedRegions.south.issuer, http://south.example",
        "global.trustedRegions.south.issuer, https://south.example/",
        "global.trustedRegions.South.issuer, https://south.example",
        "global.trustedRegions.south.jwksUrl, https://south.example/oauth2/jwks",
        "global.trustedRegions.south.isuer, https://south.example"
    })
    void shouldRefuseWhatCannotBeTrusted(String key, String value) {
        assertThatThrownBy(() -> ChartWorkspace.shared().render("order-service", List.of(), Map.of(key, value)))
                .hasMessageContaining("specifications of the schema");
    }

    private static List<Integer> ports(JsonNode egress) {
        return Manifest.elements(egress).stream()
                .flatMap(rule -> Manifest.elements(rule.path("ports")).stream())
                .map(port -> port.path("port").asInt())
                .toList();
    }
}
