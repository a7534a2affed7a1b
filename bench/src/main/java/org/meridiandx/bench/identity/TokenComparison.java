package org.meridiandx.bench.identity;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.meridiandx.bench.load.Latencies;
import org.meridiandx.bench.load.Load;
import org.meridiandx.bench.load.WarmUp;
import org.meridiandx.bench.stand.Cores;
import org.meridiandx.dev.region.RegionException;

/// Several token endpoints under the same load, one after the other and again.
final class TokenComparison {

    private static final int FIRST_PIECES = 1000;
    private static final double SHARE_OF_OPEN_LOOP = 0.5;

    private final Cores cores;
    private final Pace pace;
    private final Consumer<String> news;

    /// How long, and how often.
    record Pace(int connections, int runs, Duration warmUp, Duration loop) {}

    /// One run of one side.
    ///
    /// @param closed as fast as it can
    /// @param open at half of that rate
    /// @param cpuSecondsPerThousand its server, database and broker, in the closed loop
    /// @param tokensVerified how many of its tokens were verified afterwards
    record Run(
            String side,
            String algorithm,
            Latencies closed,
            Latencies open,
            double cpuSecondsPerThousand,
            int tokensVerified) {}

    TokenComparison(Cores cores, Pace pace, Consumer<String> news) {
        this.cores = cores;
        this.pace = pace;
        this.news = news;
    }

    /// Warms every side up, then measures them in turns.
    List<Run> run(List<TokenEndpoint> sides) throws IOException, InterruptedException {
        var rates = new double[sides.size()];
        for (int i = 0; i < sides.size(); i++) {
            rates[i] = warmUp(sides.get(i));
        }
        var runs = new ArrayList<Run>();
        for (int turn = 1; turn <= pace.runs(); turn++) {
            for (int i = 0; i < sides.size(); i++) {
                var run = measure(sides.get(i), rates[i]);
                rates[i] = run.closed().perSecond();
                news.accept("tokens, run %d of %d: %s %.0f/s"
                        .formatted(turn, pace.runs(), sides.get(i).name(), rates[i]));
                runs.add(run);
            }
        }
        return runs;
    }

    /// @return the rate at its end
    private double warmUp(TokenEndpoint side) throws IOException, InterruptedException {
        String fault = side.tryOnce();
        if (!fault.isEmpty()) {
            throw new RegionException(side.name() + " gives no token: " + fault);
        }
        return new WarmUp(pace.warmUp(), news).of("tokens, " + side.name(), pieces -> closedLoop(side, pieces));
    }

    private Latencies closedLoop(TokenEndpoint side, long pieces) throws IOException, InterruptedException {
        prepare(side, pieces);
        return new Load(side, pace.connections()).closedLoop(pieces);
    }

    private Run measure(TokenEndpoint side, double rate) throws IOException, InterruptedException {
        long pieces = Math.max(FIRST_PIECES, (long) (rate * pace.loop().toSeconds()));
        prepare(side, pieces);
        double before = side.cpuSeconds();
        var closed = new Load(side, pace.connections()).closedLoop(pieces);
        double used = side.cpuSeconds() - before;
        double offered = closed.perSecond() * SHARE_OF_OPEN_LOOP;
        prepare(side, (long) (offered * pace.loop().toSeconds()) + 1);
        var open = new Load(side, pace.connections()).openLoop(pace.loop(), offered);
        return new Run(side.side(), side.algorithm(), closed, open, used * 1000 / closed.pieces(), side.verifyKept());
    }

    private void prepare(TokenEndpoint side, long pieces) throws IOException, InterruptedException {
        cores.prepare();
        side.prepare((int) pieces);
        cores.generate();
    }
}
