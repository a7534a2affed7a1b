package org.meridiandx.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    @Test
    void shouldReadEveryArgument() {
        // When
        var settings = BrokerSettings.parse(
                "--data",
                "/var/kafka",
                "--port",
                "9092",
                "--controller-port",
                "9093",
                "--topics",
                "a.v1:3,b.v1:1",
                "--durable",
                "--exit-with-parent");

        // Then
        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(settings.controllerPort()).isEqualTo(9093);
        assertThat(settings.topics())
                .containsExactly(new BrokerSettings.Topic("a.v1", 3), new BrokerSettings.Topic("b.v1", 1));
        assertThat(settings.exitWithParent()).isTrue();
        assertThat(settings.toKafkaProperties()).containsEntry("log.flush.interval.messages", "1");
    }

    @Test
    void shouldFindFreePortsWhenNoneAreGiven() {
        // When
        var settings = BrokerSettings.parse();

        // Then
        assertThat(settings.port()).isPositive().isNotEqualTo(settings.controllerPort());
        assertThat(settings.toKafkaProperties()).doesNotContainKey("log.flush.interval.messages");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.parse("--prot", "1"))
                .withMessageContaining("--prot");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.parse("--topics", "orders"))
                .withMessageContaining("name:partitions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.parse("--port"))
                .withMessageContaining("needs a value");
    }
}
