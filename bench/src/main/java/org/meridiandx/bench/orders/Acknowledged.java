package org.meridiandx.bench.orders;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;

/// The orders of one trial that were acknowledged, to be held against the table.
final class Acknowledged implements Trial.Check {

    private final OrderStage stage;
    private final String prefix;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder count = new LongAdder();

    /// @param letter begins the placer numbers, so that trials do not meet
    Acknowledged(OrderStage stage, String letter) {
        this.stage = stage;
        this.prefix = "B" + letter + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
    }

    /// A placer number that nobody has used.
    String nextPlacer() {
        return prefix + number.incrementAndGet();
    }

    /// The same work, whose right answers are counted.
    Scenario counted(Scenario work) {
        return new Counted(work, count);
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

    @Override
    public String fault() throws SQLException {
        try (var connection = stage.stand().database().connect(OrderStage.DATABASE);
                var select = connection.prepareStatement("select count(*),"
                        + " count(*) filter (where exists (select 1 from task where focus_id = service_request.id))"
                        + " from service_request where placer_number >= ? and placer_number < ?")) {
            select.setString(1, prefix);
            select.setString(2, prefix + "~");
            try (var found = select.executeQuery()) {
                found.next();
                long orders = found.getLong(1);
                long tasks = found.getLong(2);
                return orders == count.sum() && tasks == orders
                        ? ""
                        : "%d orders were acknowledged, %d are stored, %d of them with their task"
                                .formatted(count.sum(), orders, tasks);
            }
        }
    }
}
