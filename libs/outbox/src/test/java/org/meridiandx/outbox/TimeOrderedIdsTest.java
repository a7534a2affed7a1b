package org.meridiandx.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void shouldBeginWithTheTimeAndBeOfVersionSeven() {
        // When
        var id = TimeOrderedIds.at(NOON);

        // Then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
        assertThat(id.toString())
                .startsWith("%012x".formatted(NOON.toEpochMilli()).substring(0, 8) + "-");
    }

    @Test
    void shouldSortAsTextByTime() {
        // When
        var ids = IntStream.range(0, 1000)
                .mapToObj(i -> TimeOrderedIds.at(NOON.plusMillis(i * 977L)).toString())
                .toList();

        // Then
        assertThat(ids).isSorted();
    }

    @Test
    void shouldDifferWithinAMillisecond() {
        // When
        var ids = IntStream.range(0, 10_000)
                .mapToObj(i -> TimeOrderedIds.at(NOON))
                .collect(Collectors.toSet());

        // Then
        assertThat(ids).hasSize(10_000);
    }
}
