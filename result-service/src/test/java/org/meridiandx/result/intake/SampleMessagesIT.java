package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;
import org.meridiandx.testkit.shared.SharedData;

/// Messages that nobody here wrote, and hostile ones: each gets an answer, and the service stays well.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SampleMessagesIT {
    private static final Logger LOG = Logger.getLogger(SampleMessagesIT.class);
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void reset() {
        identity.reset();
    }

    @Test
    void shouldTakeNearlyAllResultMessagesOfOtherPeople() throws IOException {
        // Given: an ORU without any OBR or OBX is not one
        var files = SharedData.files("hl7v2", "ORU_*.hl7").stream()
                .filter(file -> !file.toString().contains("/batch/") && holdsResults(file))
                .toList();
        var refused = new ArrayList<String>();
        var unanswered = new ArrayList<Path>();

        // When
        for (var file : files) {
            try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofSeconds(3))) {
                var reply = client.send(Files.readAllBytes(file));
                if (!reply.isAccepted()) {
                    refused.add(file.getFileName() + " " + reply.code() + " " + reply.reason());
                }
            } catch (SocketTimeoutException noAnswer) {
                unanswered.add(file);
            }
        }

        // Then: MSH-15 and MSH-16 may forbid an answer to what is accepted
        LOG.infof("%d of %d refused: %s, %s want no answer", refused.size(), files.size(), refused, unanswered);
        assertThat(unanswered).allMatch(SampleMessagesIT::wantsNoAnswer);
        assertThat(refused.size()).as(refused.toString()).isLessThanOrEqualTo(files.size() / 20);
    }

    @Test
    void shouldAnswerHostileMessagesAndStayWell() throws IOException {
        // Given
        var files = SharedData.files("hostile/hl7v2", "*.hl7");
        var answers = new ArrayList<String>();

        // When
        for (var file : files) {
            var reply = Region.send(mllp.number(), Files.readAllBytes(file));
            answers.add(reply.code() + " " + reply.error() + " " + file.getFileName());
        }

        // Then: 207 would be a fault of ours
        LOG.infof("%s", answers);
        assertThat(answers).allMatch(answer -> answer.matches("(AA|AE|AR|CA|CE|CR) .*"));
        assertThat(answers).noneMatch(answer -> answer.contains(" 207 "));
        assertWell();
    }

    @Test
    void shouldStayWellAfterHostileFrames() throws IOException {
        // Given
        List<Path> files = SharedData.files("hostile/mllp", "*.mllp");

        // When
        for (var file : files) {
            try (var client = MllpClient.connect("localhost", mllp.number(), Duration.ofMillis(700))) {
                client.sendBytes(Files.readAllBytes(file));
                client.receive();
            } catch (IOException noAnswerIsDue) {
                LOG.debugf("%s got no answer", file.getFileName());
            }
        }

        // Then
        assertWell();
    }

    private void assertWell() throws IOException {
        var control = "W" + System.nanoTime();
        assertThat(Region.send(mllp.number(), Samples.fullBloodCount(control, control, "F", "118"))
                        .code())
                .isEqualTo("AA");
    }

    private static boolean wantsNoAnswer(Path file) {
        try {
            var message = ReceivedMessage.of(
                    Files.readAllBytes(file), ReceivedMessage.Peer.named("test"), java.time.Instant.EPOCH);
            return message.header().applicationAcknowledgement().equals("NE")
                    || message.header().acceptAcknowledgement().equals("NE");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean holdsResults(Path file) {
        try {
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains("\nOBR") || text.contains("\rOBR") || text.contains("\nOBX") || text.contains("\rOBX");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
