package org.meridiandx.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.kill.KillPlan.Moment;
import org.meridiandx.bench.kill.KillPlan.Victim;
import org.meridiandx.dev.region.RegionException;

class KillPlanTest {

    @Test
    void shouldKillEachAboutAsOftenWhileThereAreMessagesLeft() {
        // Given
        var plan = new KillPlan(10_000, 20, 7, 8);

        // When
        var moments = plan.moments();

        // Then
        assertThat(moments)
                .hasSize(20)
                .extracting(Moment::after)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(after -> after > 0 && after < 10_000);
        var kills = moments.stream().collect(Collectors.groupingBy(Moment::victim, Collectors.counting()));
        assertThat(kills)
                .hasSize(Victim.values().length)
                .allSatisfy((victim, count) -> assertThat(count).isBetween(6L, 7L));
    }

    @Test
    void shouldMakeTheSameRunOfTheSameSeed() {
        // Given
        var plan = new KillPlan(300, 4, 42, 8);

        // When
        var moments = plan.moments();

        // Then
        assertThat(moments).isEqualTo(new KillPlan(300, 4, 42, 1).moments());
        assertThat(moments).isNotEqualTo(new KillPlan(300, 4, 43, 8).moments());
    }

    @Test
    void shouldRefuseMoreKillsThanARegionComesBackFrom() {
        // Given
        int kills = 31;

        // When
        var problem = assertThatThrownBy(() -> new KillPlan(10_000, kills, 1, 8));

        // Then
        problem.isInstanceOf(RegionException.class).hasMessage("Kills are 0 to 30.");
    }
}
