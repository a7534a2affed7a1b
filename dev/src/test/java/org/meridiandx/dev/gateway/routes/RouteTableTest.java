package org.meridiandx.dev.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.testkit.shared.RepositoryRoot;

class RouteTableTest {

    private final RouteTable routes =
            RouteTable.read(RepositoryRoot.find().resolve("charts/diagnostics-region/values.yaml"));

    @ParameterizedTest
    @CsvSource({
        "/fhir/R4/metadata, identity-service",
        "/fhir/R4/Patient, identity-service",
        "/fhir/R4/Patient/123/_history/2, identity-service",
        "/fhir/R4/Patient/123/$everything, result-service",
        "/fhir/R4/Patient/$everything, identity-service",
        "/fhir/R4/Patient//$everything, identity-service",
        "/fhir/R4/Patient/1/2/$everything, identity-service",
        "/fhir/R4/Patient/1/everything, identity-service",
        "/fhir/R4/Patient/1/$everything/x, identity-service",
        "/fhir/R4/ServiceRequest, order-service",
        "/fhir/R4/DiagnosticReport/1, result-service",
        "/fhir/R4, result-service",
        "/fhir/R4/, result-service",
        "/fhir/R4/$process-message, result-service",
        "/dicom-web/studies/1.2/series, imaging-index-service",
        "/oauth2/token, identity-service",
        "/.well-known/openid-configuration, identity-service"
    })
    void shouldFindTheServiceOfAPath(String path, String service) {
        assertThat(routes.find(path)).map(Route::service).contains(service);
    }

    @ParameterizedTest
    @CsvSource({
        "/q/health",
        "/q/metrics",
        "/",
        "/fhir",
        "/fhir/R4/PatientX",
        "/fhir/R4/metadata/x",
        "/fhir/R4/Unknown",
        "/FHIR/R4"
    })
    void shouldKnowNoRouteForWhatNobodyOffers(String path) {
        assertThat(routes.find(path)).isEmpty();
    }

    @Test
    void shouldPreferTheLongestPathAndExactBeforePrefix() throws IOException {
        // Given
        var table = RouteTable.of(new YAMLMapper().readTree("""
                maxBodyBytes: 10
                requestTimeoutSeconds: 3
                routes:
                  - { name: all, path: /a, match: PathPrefix, service: one }
                  - { name: deep, path: /a/b, match: PathPrefix, service: two, maxBodyBytes: 20, timeoutSeconds: 5 }
                  - { name: here, path: /a/b, match: Exact, service: three }
                """));

        // Then
        assertThat(table.find("/a/b")).map(Route::service).contains("three");
        assertThat(table.find("/a/b/c")).map(Route::service).contains("two");
        assertThat(table.find("/a/bc")).map(Route::service).contains("one");
        assertThat(table.find("/a")).map(Route::maxBodyBytes).contains(10L);
        assertThat(table.find("/a/b/c")).map(Route::timeout).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldRefuseATableItDoesNotUnderstand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RouteTable.of(
                        new YAMLMapper().readTree("routes: [{ name: a, path: /a, match: Regex, service: one }]")))
                .withMessageContaining("Regex");
        assertThatIllegalArgumentException().isThrownBy(() -> RouteTable.of(new YAMLMapper().readTree("routes: []")));
    }
}
