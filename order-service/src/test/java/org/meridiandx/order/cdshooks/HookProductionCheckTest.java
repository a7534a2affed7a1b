package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookProductionCheckTest {
    private record Settings(URI server, boolean localServers, URI address) implements HookConfig, HookConfig.Provider {
        @Override
        public Map<String, List<URI>> fhirServers() {
            return Map.of("gp", List.of(URI.create("https://ehr.example/fhir"), server));
        }

        @Override
        public Duration fetchTimeout() {
            return Duration.ofMillis(300);
        }

        @Override
        public Duration recordTimeout() {
            return fetchTimeout();
        }

        @Override
        public Provider provider() {
            return this;
        }

        @Override
        public Optional<URI> url() {
            return Optional.of(address);
        }

        @Override
        public String name() {
            return "Example Rules";
        }

        @Override
        public Duration timeout() {
            return fetchTimeout();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://b.example/fhir, false, https://c.example/cds, ''",
        "http://b.example/fhir, false, https://c.example/cds, fhir-servers.gp",
        "b.example/fhir, false, https://c.example/cds, fhir-servers.gp",
        "https://b.example/fhir, true, https://c.example/cds, local-servers",
        "https://b.example/fhir, false, http://c.example/cds, provider.url",
    })
    void shouldRefuseWhatWouldGoInClear(URI server, boolean isLocal, URI provider, String named) {
        // When
        var findings = new HookProductionCheck(new Settings(server, isLocal, provider)).findings();

        // Then
        assertThat(findings)
                .hasSize(named.isEmpty() ? 0 : 1)
                .allSatisfy(finding -> assertThat(finding).contains(named));
    }
}
