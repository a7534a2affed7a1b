package org.meridiandx.e2e.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.meridiandx.e2e.world.World;

/// Visits doors, as somebody who is chosen by chance each time, until enough pairs were looked at. Which request is the
/// how-manieth follows from the seed alone.
record Everywhere(World world, long seed, Visit.Sender sender) {

    private static final int THREADS = 4;
    private static final int MOST = 50;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    static List<Door> doors() {
        var all = new ArrayList<Door>();
        all.addAll(FhirDoors.all());
        all.addAll(PagingDoors.all());
        all.addAll(PatientDoors.all());
        all.addAll(ImagingDoors.all());
        return List.copyOf(all);
    }

    /// Every door in turn, until all of them together have answered about so many pairs.
    Differences visit(List<Door> doors, long pairs) throws InterruptedException {
        return visit(doors, pairs, MOST);
    }

    /// @param most differences after which no more is looked for
    Differences visit(List<Door> doors, long pairs, int most) throws InterruptedException {
        var around = new Visit.Surroundings(world, new Verdicts(), sender, new Differences(most));
        var number = new AtomicLong();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var all = new ArrayList<Future<?>>();
            for (var thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> {
                    while (around.differences().pairs() < pairs
                            && !around.differences().isFull()) {
                        knock(doors, number.getAndIncrement(), around);
                    }
                    return null;
                }));
            }
            for (var each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("A visit broke off; seed " + seed, e.getCause());
        }
        return around.differences();
    }

    private void knock(List<Door> doors, long number, Visit.Surroundings around) throws Exception {
        var door = doors.get((int) (number % doors.size()));
        var random = new Random(seed + number * STEP);
        var asker = world.askers().get(random.nextInt(world.askers().size()));
        door.knock().at(new Visit(door, asker, random, around));
    }
}
