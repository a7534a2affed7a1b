package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Result-service calls subscribers on the hosts that are set, and the way out is open only where there are any.
class SubscriberHostsTest {
    private static final String HOSTS = "MERIDIAN_SUBSCRIPTIONS_ALLOWED_HOSTS";

    @Test
    void shouldLeaveTheWayOutShutWithoutHosts() {
        // When
        var manifests = ChartWorkspace.shared().render("result-service", List.of(), Map.of());

        // Then
        assertThat(portsOf(manifests)).isNotEmpty().doesNotContain(443);
        assertThat(Manifest.only(manifests, "Deployment", "result-service")
                        .at("/spec")
                        .toString())
                .doesNotContain(HOSTS);
    }

    @Test
    void shouldCallTheHostsThatAreSet() {
        // Given
        var values = Map.of(
                "subscriptions.allowedHosts[0]", "gp.example",
                "subscriptions.allowedHosts[1]", "epr.example",
                "subscriptions.ports[0]", "8443");

        // When
        var manifests = ChartWorkspace.shared().render("result-service", List.of(), values);

        // Then
        assertThat(portsOf(manifests)).contains(8443);
        assertThat(Manifest.only(manifests, "Deployment", "result-service")
                        .at("/spec")
                        .toString())
                .contains(HOSTS, "gp.example,epr.example");
    }

    private static List<Integer> portsOf(List<Manifest> manifests) {
        return Manifest.elements(Manifest.only(manifests, "NetworkPolicy", "result-service")
                        .at("/spec/egress"))
                .stream()
                .flatMap(rule -> Manifest.elements(rule.path("ports")).stream())
                .map(port -> port.path("port").asInt())
                .toList();
    }
}
