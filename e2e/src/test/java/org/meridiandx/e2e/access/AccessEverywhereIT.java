package org.meridiandx.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meridiandx.dev.partner.Answer;
import org.meridiandx.dev.partner.Call;
import org.meridiandx.dev.partner.PartnerClient;
import org.meridiandx.e2e.SharedRegion;
import org.meridiandx.e2e.world.Asker;
import org.meridiandx.e2e.world.AskerTokens;
import org.meridiandx.e2e.world.Region;
import org.meridiandx.e2e.world.World;
import org.meridiandx.e2e.world.WorldMade;

/// Random askers, purposes and records at every interface of every service, against the reference policy: none may
/// differ. The seed is printed; `-Dseed` plays it again, `-Dpairs` sets how many pairs of asker and record are looked
/// at.
class AccessEverywhereIT {

    private static final int PATIENTS = 24;
    private static final long SEED = Long.getLong("seed", System.nanoTime() % 1_000_000_000);
    private static final long ENOUGH = 20_000;
    private static final long PAIRS = Long.getLong("pairs", 100_000);

    private static PartnerClient partner;
    private static AskerTokens tokens;
    private static World world;

    @BeforeAll
    static void makeWorld() throws Exception {
        System.out.println("seed " + SEED + " (-Dseed), " + PAIRS + " pairs (-Dpairs)");
        var region = SharedRegion.get();
        partner = region.partner();
        tokens = new AskerTokens(partner, region.data());
        var begin = System.nanoTime();
        world = WorldMade.of(new Region(partner), SEED, PATIENTS);
        for (var type : FhirDoors.TYPES) {
            world.order(type, PagingDoors.order(PagingDoors.loader(world, AccessEverywhereIT::send), type));
        }
        System.out.printf(
                "%d records of %d patients in %d ms%n",
                world.records().size(), PATIENTS, (System.nanoTime() - begin) / 1_000_000);
    }

    @Test
    void shouldShowWhatTheReferencePolicyAllowsAndNothingElse() throws Exception {
        // When
        var begin = System.nanoTime();
        var found = new Everywhere(world, SEED, AccessEverywhereIT::send).visit(Everywhere.doors(), PAIRS);

        // Then
        System.out.printf("%d pairs in %d ms%n", found.pairs(), (System.nanoTime() - begin) / 1_000_000);
        found.byDoor().forEach((door, pairs) -> System.out.printf("  %-36s %7d%n", door, pairs.sum()));
        assertThat(found.all()).as("seed %d", SEED).isEmpty();
        assertThat(found.pairs()).isGreaterThanOrEqualTo(PAIRS);
        assertThat(found.byDoor().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Everywhere.doors().stream().map(Door::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> shouldFindEachHoleInEachInterface() {
        return Arrays.stream(Hole.values())
                .flatMap(hole -> Everywhere.doors().stream()
                        .filter(hole::isPossibleAt)
                        .map(door -> DynamicTest.dynamicTest(hole + " at " + door, () -> {
                            // When
                            var found = new Everywhere(world, SEED, hole.in(world, AccessEverywhereIT::send))
                                    .visit(List.of(door), ENOUGH, 1);

                            // Then
                            assertThat(found.all())
                                    .as("seed %d", SEED)
                                    .isNotEmpty()
                                    .allMatch(text -> text.startsWith(door.name()));
                        })));
    }

    private static Answer send(Asker asker, Call call) throws IOException, InterruptedException {
        return partner.send(call.with("Authorization", "Bearer " + tokens.of(asker)));
    }
}
