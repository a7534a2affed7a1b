package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.kill.KillPlan;
import org.meridiandx.bench.kill.KillReport;
import org.meridiandx.bench.kill.KillRun;

/// `./dx bench kill`, small: nothing that was acknowledged is lost or doubled, though service,
/// database and broker are killed while it arrives. Each day has a seed of its own, which the
/// output names. The last class by name: nobody else works in a region that is being killed.
class AcknowledgedResultsIT {
    private static final int MESSAGES = 300;
    private static final int KILLS = 4;
    private static final int CONNECTIONS = 4;
    private final SharedRegion region = SharedRegion.get();

    @Test
    void shouldLoseAndDoubleNothingThatWasAcknowledgedWhileServiceDatabaseAndBrokerAreKilled()
            throws IOException, InterruptedException, SQLException {
        // Given
        var plan = new KillPlan(MESSAGES, KILLS, LocalDate.now().toEpochDay(), CONNECTIONS);

        // When
        var report = new KillRun(region.home(), plan, System.out::println).run();

        // Then
        assertThat(report.faults()).as("seed %d", report.seed()).isEmpty();
        assertThat(report.acknowledged()).isEqualTo(MESSAGES);
        assertThat(kills(report)).containsOnlyKeys("result-service", "postgres", "kafka");
        assertThat(report.repeats()).isPositive();
        assertThat(report.critical()).isPositive();
        assertThat(report.escalations()).isGreaterThanOrEqualTo(report.critical());
    }

    private static Map<String, Long> kills(KillReport report) {
        return report.kills().stream().collect(Collectors.groupingBy(KillReport.Kill::part, Collectors.counting()));
    }
}
