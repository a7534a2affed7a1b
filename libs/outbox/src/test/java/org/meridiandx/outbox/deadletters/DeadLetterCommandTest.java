package org.meridiandx.outbox.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterCommandTest {

    @Test
    void shouldTakeKafkaFromTheEnvironmentOfAService() {
        // Given
        var environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "north-kafka:9093",
                "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN",
                "pem",
                "PATH",
                "/bin");

        // When
        var connection = DeadLetterCommand.connection(environment);

        // Then
        assertThat(connection)
                .containsOnly(
                        Map.entry("bootstrap.servers", "north-kafka:9093"),
                        Map.entry("ssl.keystore.certificate.chain", "pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "delete", "--help"})
    void shouldSayWhatItKnows(String argument) {
        // Given
        var news = new ByteArrayOutputStream();
        var out = new PrintStream(news, true, StandardCharsets.UTF_8);
        var command = new DeadLetterCommand(new DeadLetters(Map.of(), "north"), out, out);

        // When
        var code = command.run(List.of(argument));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(news.toString(StandardCharsets.UTF_8)).contains("replay --all");
    }
}
