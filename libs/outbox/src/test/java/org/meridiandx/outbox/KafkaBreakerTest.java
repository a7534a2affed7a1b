package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KafkaBreakerTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final KafkaBreaker breaker = new KafkaBreaker(Duration.ofNanos(100), now::get);

    @Test
    void shouldTellTheFirstFailureFromThoseThatFollow() {
        // When / Then
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.open()).isTrue();
        assertThat(breaker.open()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void shouldNotProbeWhileClosed() {
        assertThat(breaker.startProbe()).isFalse();
    }

    @Test
    void shouldProbeOneAtATimeAndNoSoonerThanTheInterval() {
        // Given
        breaker.open();

        // When / Then
        now.addAndGet(99);
        assertThat(breaker.startProbe()).isFalse();
        now.addAndGet(1);
        assertThat(breaker.startProbe()).isTrue();
        now.addAndGet(1_000);
        assertThat(breaker.startProbe()).isFalse();
        assertThat(breaker.probed(false)).isFalse();
        assertThat(breaker.startProbe()).isFalse();
        now.addAndGet(100);
        assertThat(breaker.startProbe()).isTrue();
    }

    @Test
    void shouldCloseOnlyOnAnAcknowledgedProbe() {
        // Given
        breaker.open();
        now.addAndGet(100);

        // When / Then
        assertThat(breaker.startProbe()).isTrue();
        assertThat(breaker.probed(false)).isFalse();
        assertThat(breaker.isOpen()).isTrue();
        now.addAndGet(100);
        assertThat(breaker.startProbe()).isTrue();
        assertThat(breaker.probed(true)).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }
}
