package org.meridiandx.testkit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridiandx.testkit.port.FreePort;

class KafkaProbeIT {

    @Test
    void shouldReadBackWhatItWrote() {
        // Given
        try (var probe = new KafkaProbe(KafkaBrokerProcess.sharedBootstrapServers())) {
            probe.createTopics(List.of("probe.v1"), 3);

            // When
            probe.send("probe.v1", "patient-1", "one".getBytes(UTF_8));
            probe.send("probe.v1", "patient-1", "two".getBytes(UTF_8));

            // Then
            assertThat(probe.records("probe.v1"))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .containsExactly("one", "two");
            assertThat(probe.await("probe.v1", 2, Duration.ofSeconds(10), record -> true))
                    .hasSize(2);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> probe.await("probe.v1", 3, Duration.ofMillis(500), record -> true))
                    .withMessageContaining("found 2");
        }
    }

    @Test
    void shouldKeepAcknowledgedRecordsWhenTheBrokerIsKilled(@TempDir Path folder) {
        // Given
        Path data = folder.resolve("data");
        var broker = KafkaBrokerProcess.start(data, FreePort.take(), true);
        try (var probe = new KafkaProbe(broker.bootstrapServers())) {
            probe.createTopics(List.of("kept.v1"), 1);
            probe.send("kept.v1", "key", "kept".getBytes(UTF_8));
        }

        // When
        broker.kill();

        // Then
        try (var restarted = KafkaBrokerProcess.start(data, FreePort.take(), true);
                var probe = new KafkaProbe(restarted.bootstrapServers())) {
            assertThat(probe.records("kept.v1"))
                    .extracting(record -> new String(record.value(), UTF_8))
                    .containsExactly("kept");
        }
    }
}
