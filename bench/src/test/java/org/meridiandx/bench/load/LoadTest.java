package org.meridiandx.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void shouldCountFromWhenAPieceWasDueNotFromWhenItWasSent() throws Exception {
        // Given a service that stands still once, for 300 ms
        var calls = new AtomicLong();
        var load = new Load(
                scenario(() -> {
                    if (calls.incrementAndGet() == 20) {
                        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                    }
                    return true;
                }),
                1);

        // When
        var latencies = load.openLoop(Duration.ofSeconds(1), 100);

        // Then the pieces that waited behind it tell
        assertThat(latencies.pieces()).isEqualTo(100);
        assertThat(latencies.millis(100)).isGreaterThan(280);
        assertThat(latencies.millis(90)).isGreaterThan(100);
        assertThat(latencies.millis(50)).isLessThan(100);
    }

    @Test
    void shouldCountWrongAnswers() throws Exception {
        // Given
        var calls = new AtomicLong();
        var load = new Load(scenario(() -> calls.incrementAndGet() % 2 == 0), 2);

        // When
        var latencies = load.openLoop(Duration.ofMillis(500), 100);

        // Then
        assertThat(latencies.pieces()).isEqualTo(50);
        assertThat(latencies.errors()).isEqualTo(25);
    }

    @Test
    void shouldKeepEveryConnectionBusyInAClosedLoop() throws Exception {
        // Given
        var load = new Load(
                scenario(() -> {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                    return true;
                }),
                4);

        // When
        var latencies = load.closedLoop(Duration.ofMillis(500));

        // Then
        assertThat(latencies.pieces()).isBetween(60L, 210L);
        assertThat(latencies.millis(50)).isGreaterThan(9);
    }

    @FunctionalInterface
    private interface Piece {
        boolean work() throws IOException;
    }

    private static Scenario scenario(Piece piece) {
        return new Scenario() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String what() {
                return "test";
            }

            @Override
            public void prepare(int pieces) {}

            @Override
            public Worker open() {
                return new Worker() {
                    @Override
                    public boolean work() throws IOException {
                        return piece.work();
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
