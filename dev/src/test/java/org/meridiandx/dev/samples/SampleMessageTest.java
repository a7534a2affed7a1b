package org.meridiandx.dev.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.testkit.shared.RepositoryRoot;

class SampleMessageTest {

    @Test
    void shouldPutFreshNumbersIntoTheFieldsAsTheStandardCounts() throws Exception {
        // Given
        var sample = SampleMessage.read(RepositoryRoot.find(), "04-oml-o21");

        // When
        var message =
                message(sample.sentNow("X1").with("ORC", 1, 2, "P2^Y90001").with("OBR", 1, 2, "P2^Y90001"));

        // Then
        assertThat(message.value("MSH", 10)).contains("X1");
        assertThat(message.segments("ORC").get(0).value(2)).contains("Y90001-L-0001");
        assertThat(message.segments("ORC").get(1).value(2)).contains("P2");
        assertThat(message.segments("OBR").get(1).value(2)).contains("P2");
    }

    @Test
    void shouldRefuseAFieldOfASegmentThatIsNotThere() throws Exception {
        var sample = SampleMessage.read(RepositoryRoot.find(), "01-adt-a28");

        assertThatIllegalArgumentException().isThrownBy(() -> sample.with("OBR", 0, 2, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-adt-a28",
                "02-adt-a01",
                "03-adt-a08",
                "04-oml-o21",
                "05-orm-o01",
                "06-oru-r01-fbc",
                "07-oru-r01-ue",
                "08-oru-r01-ue-corrected",
                "09-oru-r01-micro",
                "10-oru-r01-histology"
            })
    void shouldHoldMessagesOfTheSamplePatientWithCarriageReturns(String name) throws Exception {
        // Given
        byte[] file = Files.readAllBytes(RepositoryRoot.find().resolve("dev/samples/hl7v2/" + name + ".hl7"));

        // When
        var received = ReceivedMessage.of(file, ReceivedMessage.Peer.named("test"), Instant.EPOCH);

        // Then
        assertThat(new String(file, StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .endsWith("\r");
        assertThat(received.header().type()).isNotEmpty();
        assertThat(received.message().first("PID").orElseThrow().repetitions(3))
                .anyMatch(id -> id.value().orElse("").equals(SamplePatient.THWAITE.nhsNumber()));
    }

    private static Hl7Message message(SampleMessage sample) {
        return ReceivedMessage.of(sample.bytes(), ReceivedMessage.Peer.named("test"), Instant.EPOCH)
                .message();
    }
}
