package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuersTest {
    private static final String HERE = "https://north.example";
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    @Test
    void shouldReadTrustedRegionsFromTheEnvironmentAsTheChartSetsIt() {
        // Given
        var environment = Map.of(
                "MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_NAME", "south-west",
                "MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_ISSUER", "https://south.example",
                "MERIDIAN_TRUSTED_REGIONS_SOUTHWEST_JWKS_URL", "https://south.example/oauth2/jwks");

        // When
        var trusted = new SmallRyeConfigBuilder()
                .withMapping(TrustedRegions.class)
                .withSources(new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(TrustedRegions.class);

        // Then
        assertThat(trusted.byName()).containsOnlyKeys("southwest");
        var issuer = issuers(trusted).find("https://south.example").orElseThrow();
        assertThat(issuer.region()).contains("south-west");
        assertThat(issuers(trusted).findings()).isEmpty();
    }

    @Test
    void shouldTrustNobodyByDefault() {
        // When
        var issuers = issuers(Map::of);

        // Then
        assertThat(issuers.find("https://south.example")).isEmpty();
        assertThat(issuers.find(HERE)).contains(issuers.own());
        assertThat(issuers.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "north, https://other.example, https://other.example/jwks, short name",
        "South!, https://south.example, https://south.example/jwks, short name",
        "south, https://north.example, https://south.example/jwks, each has its own",
        "south, http://south.example, https://south.example/jwks, https",
        "south, https://south.example, http://south.example/jwks, https"
    })
    void shouldNameWhatIsUnsafeAndNeverPutAnotherInItsOwnPlace(
            String name, String issuer, String jwksUrl, String expected) {
        // Given
        var issuers = issuers(() -> Map.of(name, region(issuer, jwksUrl)));

        // When
        var findings = issuers.findings();

        // Then
        assertThat(findings).anySatisfy(finding -> assertThat(finding).contains(expected));
        assertThat(issuers.find(HERE)).contains(issuers.own());
    }

    private Issuers issuers(TrustedRegions trusted) {
        return new Issuers(vertx, trusted, HERE, HERE + "/oauth2/jwks", "north");
    }

    private static TrustedRegions.Region region(String issuer, String jwksUrl) {
        return new TrustedRegions.Region() {
            @Override
            public Optional<String> name() {
                return Optional.empty();
            }

            @Override
            public String issuer() {
                return issuer;
            }

            @Override
            public String jwksUrl() {
                return jwksUrl;
            }
        };
    }
}
