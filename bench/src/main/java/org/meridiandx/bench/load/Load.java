package org.meridiandx.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/// Puts a load on a region for some time.
///
/// @param scenario the work
/// @param connections how many at the same time
public record Load(Scenario scenario, int connections) {

    private static final long LARGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1000;
    private static final int DIGITS = 3;

    /// Each connection begins the next piece when the last one is answered: says how much the region can do.
    public Latencies closedLoop(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return run(time, 0, () -> System.nanoTime() < end ? System.nanoTime() : Long.MAX_VALUE);
    }

    /// Pieces are due at fixed times, whether or not the region keeps up; latency counts from when a piece was due.
    public Latencies openLoop(Duration time, double perSecond) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long step = (long) (1_000_000_000L / perSecond);
        long count = (long) (time.toNanos() / (double) step);
        var next = new AtomicLong();
        return run(time, perSecond, () -> {
            long number = next.getAndIncrement();
            return number < count ? begin + number * step : Long.MAX_VALUE;
        });
    }

    /// As [#closedLoop(Duration)], until a number of pieces is done: for work that is prepared piece by piece.
    public Latencies closedLoop(long pieces) throws IOException, InterruptedException {
        var next = new AtomicLong();
        return run(Duration.ZERO, 0, () -> next.getAndIncrement() < pieces ? System.nanoTime() : Long.MAX_VALUE);
    }

    private Latencies run(Duration time, double offered, LongSupplier due) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var all = new Histogram(LARGEST_MICROS, DIGITS);
        long errors = 0;
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var parts = new ArrayList<Future<Part>>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(() -> work(due)));
            }
            for (var part : parts) {
                all.add(part.get().histogram());
                errors += part.get().errors();
            }
        } catch (ExecutionException e) {
            throw new IOException("The load stopped: " + e.getCause(), e);
        }
        double seconds = Math.max(time.toNanos(), System.nanoTime() - begin) / 1e9;
        return Latencies.of(all, errors, seconds, offered);
    }

    private record Part(Histogram histogram, long errors) {}

    private Part work(LongSupplier due) throws IOException {
        var histogram = new Histogram(LARGEST_MICROS, DIGITS);
        long errors = 0;
        try (var worker = scenario.open()) {
            for (long at = due.getAsLong(); at != Long.MAX_VALUE; at = due.getAsLong()) {
                long wait = at - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                errors += worker.work() ? 0 : 1;
                histogram.recordValue(Math.min(LARGEST_MICROS, Math.max(0, System.nanoTime() - at) / 1000));
            }
        }
        return new Part(histogram, errors);
    }

    /// How many pieces a run may need at most.
    public static int pieces(List<Duration> phases, int mostPerSecond) {
        return (int) phases.stream().mapToLong(Duration::toSeconds).sum() * mostPerSecond;
    }
}
