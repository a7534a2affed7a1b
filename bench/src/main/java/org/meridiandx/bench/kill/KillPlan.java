package org.meridiandx.bench.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.Service;

/// How much is sent, and how often something is killed meanwhile.
///
/// @param messages ORU^R01 to be acknowledged
/// @param kills how often, evenly among the three
/// @param seed same seed, same victims and moments
/// @param connections senders at the same time
public record KillPlan(int messages, int kills, long seed, int connections) {

    /// A local region starts a part again ten times at most.
    private static final int MOST_KILLS = 10 * Victim.values().length;

    private static final int FEWEST_MESSAGES_BETWEEN = 20;

    /// Who is killed.
    enum Victim {
        SERVICE(Service.RESULT.title()),
        DATABASE("postgres"),
        BROKER("kafka");

        private final String part;

        Victim(String part) {
            this.part = part;
        }

        /// Its name in the region.
        String part() {
            return part;
        }
    }

    /// One kill.
    ///
    /// @param after how many messages are acknowledged when it comes
    /// @param delayMicros how long after that
    record Moment(int after, Victim victim, int delayMicros) {}

    public KillPlan {
        if (kills < 0 || kills > MOST_KILLS) {
            throw new RegionException("Kills are 0 to " + MOST_KILLS + ".");
        }
        if (connections < 1 || messages < Math.max(1, kills * FEWEST_MESSAGES_BETWEEN)) {
            throw new RegionException("There is one connection at least, and " + FEWEST_MESSAGES_BETWEEN
                    + " messages for each kill: " + kills * FEWEST_MESSAGES_BETWEEN + ".");
        }
    }

    /// The kills in their order: one in each of as many stretches of messages, the last one
    /// before the end.
    List<Moment> moments() {
        var random = new Random(seed);
        var victims = new ArrayList<Victim>();
        for (int i = 0; i < kills; i++) {
            victims.add(Victim.values()[i % Victim.values().length]);
        }
        Collections.shuffle(victims, random);
        int stretch = messages / Math.max(1, kills);
        var moments = new ArrayList<Moment>();
        for (int i = 0; i < kills; i++) {
            int within = random.nextInt(stretch / 4, stretch * 3 / 4);
            moments.add(new Moment(i * stretch + within, victims.get(i), random.nextInt(20_000)));
        }
        return moments;
    }
}
