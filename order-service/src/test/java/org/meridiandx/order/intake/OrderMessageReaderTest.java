package org.meridiandx.order.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Golden pairs: each message in `src/test/resources/golden` and the commands it becomes (what is asked
/// for, and the request), found by file name. The later ones have the shape of messages that Epic, Oracle
/// Health and laboratory systems send.
class OrderMessageReaderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> messages() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".hl7")).sorted().toList().stream();
        }
    }

    private static OrderMessage read(String text) {
        var received = ReceivedMessage.of(
                text.strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8),
                ReceivedMessage.Peer.named("test"),
                Instant.parse("2026-11-21T09:00:00Z"));
        return new OrderMessageReader().read(received);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldMapAsItsGoldenPairSays(Path file) throws IOException {
        // Given
        var golden = Path.of(file.toString().replace(".hl7", ".json"));
        var commands = JSON.createArrayNode();

        // When
        var message = read(Files.readString(file));

        // Then
        assertThat(message.problems()).isEmpty();
        for (var command : message.commands()) {
            commands.addObject()
                    .put("control", command.control().name())
                    .put("isTest", command.isTest())
                    .set("request", JSON.readTree(FhirJson.encode(command.request())));
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(commands) + "\n");
        }
        assertThat(commands).isEqualTo(JSON.readTree(Files.readString(golden)));
    }
}
