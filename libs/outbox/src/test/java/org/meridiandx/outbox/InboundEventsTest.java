package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.telemetry.CorrelationIds;

class InboundEventsTest {
    @Test
    void shouldGoOnUnderTheCorrelationIdOfTheEvent() {
        // Given
        var sent = Event.newBuilder()
                .setId("1")
                .setCorrelationId("0190b5b2-0000-7000-8000-000000000001")
                .build();

        // When
        var read = InboundEvents.read(sent.toByteArray());

        // Then
        assertThat(read).isEqualTo(sent);
        assertThat(CorrelationIds.current()).isEqualTo(sent.getCorrelationId());
    }

    @Test
    void shouldRefuseWhatIsNoEvent() {
        assertThatIllegalArgumentException().isThrownBy(() -> InboundEvents.read(new byte[] {(byte) 0xFF}));
    }

    @Test
    void shouldTryUntilItIsDone() {
        // Given
        var tries = new AtomicInteger();

        // When
        var done = InboundEvents.untilDone(() -> tries.incrementAndGet() < 3
                        ? Uni.createFrom().failure(new IllegalStateException("away"))
                        : Uni.createFrom().item("done"))
                .await()
                .atMost(Duration.ofSeconds(10));

        // Then
        assertThat(done).isEqualTo("done");
        assertThat(tries).hasValue(3);
    }
}
