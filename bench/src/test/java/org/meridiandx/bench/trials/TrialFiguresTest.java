package org.meridiandx.bench.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.load.Latencies;

class TrialFiguresTest {

    private static TrialFigures.Run run(double rate, double service, double database) {
        return new TrialFigures.Run(
                new Latencies(1000, 0, rate, 0, Map.of("p50", 1000L, "p99", 9000L)),
                new Latencies(1000, 0, rate / 2, rate / 2, Map.of("p50", 500L, "p99", 2000L)),
                new PartCpu(Map.of(PartCpu.SERVICE, service, PartCpu.DATABASE, database, "Kafka", 7.0)),
                400);
    }

    @Test
    void shouldCountServiceAndDatabaseForTheCore() {
        // When
        var figures = new TrialFigures(
                "read, by id", 8, 1, List.of(run(100, 0.1, 0.1), run(900, 0.3, 0.2), run(500, 0.2, 0.2)), "");

        // Then
        assertThat(figures.lines().get(0)).contains("500/s closed").contains("open at 250/s");
        assertThat(figures.lines().get(1)).contains("0.400 CPU s per 1,000").contains("2500/s per core");
        assertThat(figures.lines().get(2)).contains("Kafka 7.000");
    }

    @Test
    void shouldCountTheThingsOfAPiece() {
        // When
        var figures = new TrialFigures("bundle", 8, 10, List.of(run(100, 0.1, 0.1)), "");

        // Then
        assertThat(figures.lines().get(0)).contains("1000/s closed").contains("open at 500/s");
        assertThat(figures.lines().get(1)).contains("400 MB");
    }

    @Test
    void shouldShowNoFigureWhereAnswersWereWrong() {
        // When
        var figures = new TrialFigures("read, by id", 8, 1, List.of(run(100, 0.1, 0.1)), "3 of them");

        // Then
        assertThat(figures.isGood()).isFalse();
        assertThat(figures.lines())
                .singleElement()
                .asString()
                .contains("3 of them")
                .doesNotContain("100/s");
    }
}
