package org.meridiandx.result.followup.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.result.followup.rules.Deadlines;
import org.meridiandx.result.followup.rules.Urgency;

class DeadlineTableTest {
    @Test
    void shouldTakeTheRegionsDeadlinesButWhereAnOrganisationHasItsOwn() {
        // When
        var table = table("RX901:critical:acknowledge:30m,RX901:critical:step:10m,Y90001:routine:act:14D");

        // Then
        var region = new Deadlines(Duration.ofHours(1), Duration.ofHours(24), Duration.ofMinutes(30));
        assertThat(table.of("RX902", Urgency.CRITICAL)).isEqualTo(region);
        assertThat(table.of("Y90001", Urgency.CRITICAL)).isEqualTo(region);
        assertThat(table.of("RX901", Urgency.CRITICAL))
                .isEqualTo(new Deadlines(Duration.ofMinutes(30), Duration.ofHours(24), Duration.ofMinutes(10)));
        assertThat(table.of("Y90001", Urgency.ROUTINE).act()).isEqualTo(Duration.ofDays(14));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RX901",
                "RX901:critical:acknowledge",
                "RX901:soon:acknowledge:30m",
                "RX901:critical:read:30m",
                "RX901:critical:acknowledge:soon",
                "RX901:critical:acknowledge:0s",
                ":critical:acknowledge:30m",
            })
    void shouldNotStartWithAnEntryThatCannotBe(String entry) {
        assertThatThrownBy(() -> table(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DeadlineTable table(String local) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(FollowUpConfig.class)
                .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withDefaultValues(Map.ofEntries(
                        Map.entry("meridian.follow-up.critical.acknowledge", "1h"),
                        Map.entry("meridian.follow-up.critical.act", "24h"),
                        Map.entry("meridian.follow-up.critical.step", "30m"),
                        Map.entry("meridian.follow-up.urgent.acknowledge", "24h"),
                        Map.entry("meridian.follow-up.urgent.act", "7d"),
                        Map.entry("meridian.follow-up.urgent.step", "8h"),
                        Map.entry("meridian.follow-up.routine.acknowledge", "7d"),
                        Map.entry("meridian.follow-up.routine.act", "28d"),
                        Map.entry("meridian.follow-up.routine.step", "2d"),
                        Map.entry("meridian.follow-up.interval", "1s"),
                        Map.entry("meridian.follow-up.measure-interval", "15s"),
                        Map.entry("meridian.follow-up.departures-interval", "15m"),
                        Map.entry("meridian.follow-up.local", local)))
                .build()
                .getConfigMapping(FollowUpConfig.class);
        return new DeadlineTable(config);
    }
}
