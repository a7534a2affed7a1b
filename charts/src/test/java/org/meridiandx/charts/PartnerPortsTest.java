package org.meridiandx.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Order-service reaches performers' systems on the ports that are set, and on no others.
class PartnerPortsTest {
    private static List<Integer> portsOf(Map<String, String> values) {
        var manifests = ChartWorkspace.shared().render("order-service", List.of(), values);
        return Manifest.elements(Manifest.only(manifests, "NetworkPolicy", "order-service")
                        .at("/spec/egress"))
                .stream()
                .flatMap(rule -> Manifest.elements(rule.path("ports")).stream())
                .map(port -> port.path("port").asInt())
                .toList();
    }

    @Test
    void shouldOpenThePortsOfPartnersOnly() {
        // When
        var none = portsOf(Map.of());
        var some = portsOf(Map.of("mllp.partnerPorts[0]", "2575", "mllp.partnerPorts[1]", "6661"));

        // Then
        assertThat(none).isNotEmpty().doesNotContain(2575, 6661);
        assertThat(some).containsAll(none).contains(2575, 6661);
    }

    @Test
    void shouldRefuseWhatIsNoPort() {
        assertThatThrownBy(() -> portsOf(Map.of("mllp.partnerPorts[0]", "70000")))
                .hasMessageContaining("specifications of the schema");
    }
}
