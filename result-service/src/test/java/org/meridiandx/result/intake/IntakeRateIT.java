package org.meridiandx.result.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.hl7v2.mllp.MllpClient;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Many senders at once, each message sent twice: every one is there once. The rate is logged, not asserted.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class IntakeRateIT {
    private static final Logger LOG = Logger.getLogger(IntakeRateIT.class);
    private static final int SENDERS = 8;
    private static final int MESSAGES = 250;
    IdentityStandIn identity;

    @Inject
    MllpIntake mllp;

    @BeforeEach
    void knowThePatient() {
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
    }

    @Test
    void shouldStoreEachMessageOnceWhenManySendersSendTwice() {
        // Given
        var accepted = new AtomicInteger();
        send("warm", 100, accepted);
        accepted.set(0);
        var begin = System.nanoTime();

        // When
        send("R", MESSAGES, accepted);
        var seconds = (System.nanoTime() - begin) / 1e9;
        send("R", MESSAGES, accepted);

        // Then
        LOG.infof("%.0f messages/s from %d senders", SENDERS * MESSAGES / seconds, SENDERS);
        assertThat(accepted).hasValue(2 * SENDERS * MESSAGES);
        for (var sender = 0; sender < SENDERS; sender++) {
            var number = "R" + sender + "x" + (MESSAGES - 1);
            assertThat(Region.found("gp", "DiagnosticReport?identifier=" + number)
                            .getInt("total"))
                    .isEqualTo(1);
        }
    }

    private void send(String prefix, int count, AtomicInteger accepted) {
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            CompletableFuture.allOf(IntStream.range(0, SENDERS)
                            .mapToObj(sender ->
                                    CompletableFuture.runAsync(() -> stream(prefix + sender, count, accepted), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private void stream(String prefix, int count, AtomicInteger accepted) {
        try (var client = MllpClient.connect("localhost", mllp.port(), Duration.ofSeconds(20))) {
            for (var i = 0; i < count; i++) {
                var number = prefix + "x" + i;
                if (client.send(Samples.fullBloodCount(number, number, "F", "118"))
                        .code()
                        .equals("AA")) {
                    accepted.incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
