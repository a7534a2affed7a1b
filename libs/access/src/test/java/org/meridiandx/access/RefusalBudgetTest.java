package org.meridiandx.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.RefusalBudget.Kind;

class RefusalBudgetTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:30Z");
    private static final Kind EXPIRED = new Kind("unknown", "authenticate", "token-exp");
    private static final Kind SCOPE = new Kind("gp", "read", "insufficient-scope");
    private final RefusalBudget budget = new RefusalBudget(3);

    @Test
    void shouldWriteSoManyOfAKindInAMinuteAndCountTheRest() {
        // When
        var written = IntStream.range(0, 10)
                .filter(i -> budget.take(EXPIRED, NOW.plusSeconds(i)))
                .count();

        // Then
        assertThat(written).isEqualTo(3);
        assertThat(budget.take(SCOPE, NOW)).isTrue();
        assertThat(budget.close(NOW.plusSeconds(20))).isEmpty();
        assertThat(budget.close(NOW.plusSeconds(60))).containsOnlyKeys(EXPIRED).containsEntry(EXPIRED, 7L);
        assertThat(budget.close(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void shouldBeginEachMinuteAnew() {
        // Given
        IntStream.range(0, 5).forEach(i -> budget.take(EXPIRED, NOW));

        // When
        var over = budget.close(NOW.plusSeconds(30));
        var isWritten = budget.take(EXPIRED, NOW.plusSeconds(30));

        // Then
        assertThat(over).containsEntry(EXPIRED, 2L);
        assertThat(isWritten).isTrue();
    }

    @Test
    void shouldKeepTheNumberOfAMinuteThatARefusalEndedUntilItIsTaken() {
        // Given
        IntStream.range(0, 5).forEach(i -> budget.take(EXPIRED, NOW));

        // When
        var isWritten = budget.take(EXPIRED, NOW.plusSeconds(60));

        // Then
        assertThat(isWritten).isTrue();
        assertThat(budget.close(NOW.plusSeconds(61))).containsEntry(EXPIRED, 2L);
    }

    @Test
    void shouldHoldNoMoreKindsThanItHasRoomFor() {
        // When
        var written = IntStream.range(0, 50_000)
                .filter(i -> budget.take(new Kind("client-" + i, "read", "scope"), NOW))
                .count();

        // Then
        assertThat(written).isEqualTo(10_000 + 3);
        assertThat(budget.close(NOW.plusSeconds(60)))
                .containsOnlyKeys(new Kind("unknown", "other", "other"))
                .containsValue(39_997L);
    }
}
