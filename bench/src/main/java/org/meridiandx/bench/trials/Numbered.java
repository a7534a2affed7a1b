package org.meridiandx.bench.trials;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;

/// What one trial sent in and had acknowledged, by numbers that nobody else uses.
public final class Numbered {
    private final String prefix;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();

    /// @param letter begins the numbers, so that trials do not meet
    public Numbered(String letter) {
        this.prefix = "B" + letter + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
    }

    /// A number that nobody has used.
    public String next() {
        return prefix + number.incrementAndGet();
    }

    /// What all of them begin with: they are from it on, and before it with a `~`.
    public String prefix() {
        return prefix;
    }

    public long acknowledged() {
        return acknowledged.sum();
    }

    /// The same work, whose right answers are counted.
    public Scenario counted(Scenario work) {
        return new Counted(work, acknowledged);
    }

    private record Counted(Scenario work, LongAdder count) implements Scenario {
        @Override
        public String name() {
            return work.name();
        }

        @Override
        public String what() {
            return work.what();
        }

        @Override
        public void prepare(int pieces) throws IOException, InterruptedException {
            work.prepare(pieces);
        }

        @Override
        public Worker open() throws IOException {
            var worker = work.open();
            return new Worker() {
                @Override
                public boolean work() throws IOException {
                    boolean isRight = worker.work();
                    if (isRight) {
                        count.increment();
                    }
                    return isRight;
                }

                @Override
                public void close() throws IOException {
                    worker.close();
                }
            };
        }
    }
}
