package org.meridiandx.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/// Carries committed outbox rows to Kafka, in order, and deletes what Kafka has.
///
/// Every instance of a service runs one; a PostgreSQL advisory lock makes one of them the leader,
/// and the lock dies with its connection, so a killed leader is replaced within a second. It is a
/// plain thread with a plain JDBC connection: it holds one connection for ever and never touches an
/// event loop. When Kafka or the database is away it waits and tries again without end; rows stay
/// where they are. A message that Kafka never takes is set aside in its row, with its cause, and
/// those behind it pass.
@ApplicationScoped
class OutboxRelay implements Runnable {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final long LEADER_LOCK = 0x6d65726964696131L;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final long ACTIVE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final String SELECT =
            "select seq, id, topic, key, payload from outbox where refused_at is null order by seq limit ?";
    private static final String SET_ASIDE = "update outbox set refused_at = now(), refused_cause = ? where seq = ?";
    private static final String DELETE = "delete from outbox where seq = any (?)";

    private final AgroalDataSource dataSource;
    private final EventProducer producer;
    private final OutboxConfig config;
    private final Counter published;
    private final Counter failures;
    private final Counter refused;
    private final Thread thread;
    private volatile boolean running = true;
    private long lastFound = System.nanoTime();

    OutboxRelay(AgroalDataSource dataSource, EventProducer producer, OutboxConfig config, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.producer = producer;
        this.config = config;
        this.published = metrics.counter("outbox_published");
        this.failures = metrics.counter("outbox_failures");
        this.refused = metrics.counter("outbox_refused");
        this.thread = Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }

    @Override
    public void run() {
        while (running) {
            try (var connection = dataSource.getConnection()) {
                lead(connection);
            } catch (SQLException | CompletionException away) {
                failures.increment();
                LOG.warnf("outbox waits: %s", away.getClass().getSimpleName());
                pause(RETRY_PAUSE);
            }
        }
    }

    private void lead(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        while (running && !tryLock(connection)) {
            pause(RETRY_PAUSE);
        }
        try {
            while (running) {
                var sent = relayBatch(connection);
                if (sent < config.batchSize()) {
                    pause(pauseAfter(sent));
                }
            }
        } finally {
            unlock(connection);
        }
    }

    private Duration pauseAfter(int sent) {
        var now = System.nanoTime();
        if (sent > 0) {
            lastFound = now;
        }
        return now - lastFound < ACTIVE_NANOS ? config.pollInterval() : config.idlePollInterval();
    }

    private int relayBatch(Connection connection) throws SQLException {
        var rows = read(connection);
        if (rows.isEmpty()) {
            return 0;
        }
        var sendings = rows.stream().map(row -> Sending.of(row, producer)).toList();
        var sent = new ArrayList<Row>(rows.size());
        var refusals = new ArrayList<Sending>();
        for (var sending : sendings) {
            if (sending.isRefused()) {
                refusals.add(sending);
            } else {
                sent.add(sending.row());
            }
        }
        for (var refusal : refusals) {
            setAside(connection, refusal);
        }
        delete(connection, sent);
        published.increment(sent.size());
        return rows.size();
    }

    private void setAside(Connection connection, Sending refusal) throws SQLException {
        var cause = refusal.cause();
        try (var update = connection.prepareStatement(SET_ASIDE)) {
            update.setString(1, cause);
            update.setLong(2, refusal.row().seq());
            update.executeUpdate();
        }
        refused.increment();
        LOG.errorf(
                "Kafka never takes message %s, it is set aside in the outbox: %s",
                refusal.row().message().id(), cause);
    }

    private List<Row> read(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT)) {
            select.setInt(1, config.batchSize());
            try (var found = select.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (found.next()) {
                    rows.add(Row.of(found));
                }
                return rows;
            }
        }
    }

    private static void delete(Connection connection, List<Row> rows) throws SQLException {
        try (var delete = connection.prepareStatement(DELETE)) {
            delete.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(Row::seq).toArray()));
            delete.executeUpdate();
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("select pg_try_advisory_lock(" + LEADER_LOCK + ")")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static void unlock(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + LEADER_LOCK + ")");
        } catch (SQLException gone) {
            LOG.debug("the lock went with its connection", gone);
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            running = false;
        }
    }

    private record Sending(Row row, CompletableFuture<Void> done) {
        static Sending of(Row row, EventProducer producer) {
            return new Sending(row, producer.sendAsync(row.message()));
        }

        /// Waits for the end.
        ///
        /// @throws CompletionException when Kafka is away
        boolean isRefused() {
            try {
                done.join();
                return false;
            } catch (CompletionException failed) {
                if (EventProducer.isRefusal(failed)) {
                    return true;
                }
                throw failed;
            }
        }

        String cause() {
            var cause = done.exceptionNow();
            return cause.getClass().getName();
        }
    }

    private record Row(long seq, OutboundMessage message) {
        static Row of(ResultSet row) throws SQLException {
            var key = row.getString(4);
            return new Row(
                    row.getLong(1),
                    new OutboundMessage(
                            row.getObject(2, UUID.class), row.getString(3), key == null ? "" : key, row.getBytes(5)));
        }
    }
}
