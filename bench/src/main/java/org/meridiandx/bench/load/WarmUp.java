package org.meridiandx.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// Lets a server get as fast as it will get: goes on past its time while the rate still rises, but not for ever.
///
/// @param least at least so long
/// @param news progress, for people
public record WarmUp(Duration least, Consumer<String> news) {

    /// Few: a server that has just started may take a minute for a thousand of what is slow.
    private static final int FIRST_PIECES = 25;
    private static final int MOST_PIECES = 50_000;
    private static final double SLICE_SECONDS = 5;
    private static final double NOTABLE_GAIN = 1.03;
    private static final int SLICES_WITHOUT_GAIN = 4;
    private static final double LONGEST = 3;

    /// A closed loop of a number of pieces.
    @FunctionalInterface
    public interface Slice {
        Latencies run(long pieces) throws IOException, InterruptedException;
    }

    /// Warms up under a load.
    ///
    /// @return the rate at its end
    public double of(Load load) throws IOException, InterruptedException {
        return of(load.scenario().name() + ", " + load.scenario().what(), load::closedLoop);
    }

    /// The same where pieces have to be prepared.
    ///
    /// @param what for people
    public double of(String what, Slice slice) throws IOException, InterruptedException {
        double best = 0;
        double rate = 0;
        double spent = 0;
        int sinceBest = 0;
        long pieces = FIRST_PIECES;
        while (spent < least.toSeconds() || (sinceBest < SLICES_WITHOUT_GAIN && spent < least.toSeconds() * LONGEST)) {
            var done = slice.run(pieces);
            rate = done.perSecond();
            spent += done.pieces() / rate;
            sinceBest = rate > best * NOTABLE_GAIN ? 0 : sinceBest + 1;
            best = Math.max(best, rate);
            pieces = (long) Math.clamp(rate * SLICE_SECONDS, 1, MOST_PIECES);
            news.accept(String.format(Locale.ROOT, "%s: warming up for %.0f s, %.0f/s", what, spent, rate));
        }
        return rate;
    }
}
