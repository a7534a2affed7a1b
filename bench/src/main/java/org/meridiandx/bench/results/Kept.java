package org.meridiandx.bench.results;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;
import org.meridiandx.bench.trials.Trial;

/// The results of one trial that were acknowledged, to be held against the table of identifiers.
final class Kept implements Trial.Check {

    private final ResultStage stage;
    private final String table;
    private final int each;
    private final String prefix;
    private final AtomicLong number = new AtomicLong();
    private final LongAdder count = new LongAdder();

    /// @param letter begins the numbers, so that trials do not meet
    /// @param table of identifiers: `diagnostic_report` or `observation`
    /// @param each how many of its rows one piece makes
    Kept(ResultStage stage, String letter, String table, int each) {
        this.stage = stage;
        this.table = table;
        this.each = each;
        this.prefix = "B" + letter + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "-";
    }

    /// A number that nobody has used.
    String next() {
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
        try (var connection = stage.stand().database().connect(ResultStage.DATABASE);
                var select = connection.prepareStatement(
                        "select count(distinct i.resource_id) from %1$s_identifier i join %1$s r on r.id = i.resource_id"
                                        .formatted(table)
                                + " where i.value >= ? and i.value < ?")) {
            select.setString(1, prefix);
            select.setString(2, prefix + "~");
            try (var found = select.executeQuery()) {
                found.next();
                long rows = found.getLong(1);
                return rows == count.sum() * each
                        ? ""
                        : "%d were acknowledged, %d of table %s are stored".formatted(count.sum(), rows, table);
            }
        }
    }
}
