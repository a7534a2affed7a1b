package org.meridiandx.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private final List<Long> slices = new ArrayList<>();
    private final WarmUp warmUp = new WarmUp(Duration.ofSeconds(20), line -> {});

    private Latencies at(long pieces, double rate) {
        slices.add(pieces);
        return new Latencies(pieces, 0, rate, 0, Map.of());
    }

    @Test
    void shouldGoOnWhileItGetsFaster() throws Exception {
        // When it gets faster for eight slices, and no more
        double rate = warmUp.of("work", pieces -> at(pieces, 1000 + 100 * Math.min(8, slices.size())));

        // Then
        assertThat(rate).isEqualTo(1800);
        assertThat(slices).hasSizeGreaterThan(8);
    }

    @Test
    void shouldEndOnceItIsAsFastAsItGets() throws Exception {
        // When
        warmUp.of("work", pieces -> at(pieces, 1000));

        // Then a short slice, and four or five of five seconds
        assertThat(slices).hasSizeBetween(5, 6);
    }

    @Test
    void shouldNotGoOnForEver() throws Exception {
        // When
        warmUp.of("work", pieces -> at(pieces, 1000 * Math.pow(1.1, slices.size())));

        // Then
        assertThat(slices).hasSizeLessThan(20);
    }

    @Test
    void shouldNotKeepSlowWorkWaitingForItsFirstRate() throws Exception {
        // When ten pieces a second are done
        warmUp.of("work", pieces -> at(pieces, 10));

        // Then no slice takes more than five seconds, the first included
        assertThat(slices).allMatch(pieces -> pieces <= 50);
        assertThat(slices.stream().mapToLong(Long::longValue).sum()).isLessThan(300);
    }
}
