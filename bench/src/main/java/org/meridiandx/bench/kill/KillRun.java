package org.meridiandx.bench.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.Service;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// Sends results to a region that is up while its result-service, PostgreSQL and Kafka are
/// killed, and looks afterwards for everything that was acknowledged.
public final class KillRun {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 200;
    private static final int MESSAGES_UNDER_WAY = 40;
    private static final String DATABASE = "result_service";

    private final Killer killer;
    private final KillPlan plan;
    private final Consumer<String> news;

    /// @param home where the region's `region.json` is; its supervisor starts again what is killed
    /// @param news progress, for people
    public KillRun(Path home, KillPlan plan, Consumer<String> news) {
        this.killer = new Killer(home);
        this.plan = plan;
        this.news = news;
    }

    /// Does it all.
    ///
    /// @throws RegionException when the region does not come back, or takes a message no more
    public KillReport run() throws IOException, InterruptedException, SQLException {
        news("seed %d: %,d messages, %d kills", plan.seed(), plan.messages(), plan.kills());
        var now = LocalDateTime.now().minusHours(1);
        String prefix = "K"
                + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
        var feed = LabFeed.of(prefix, plan.messages(), now);
        register(feed, now);
        var progress = new Progress();
        long begin = System.nanoTime();
        List<KillReport.Kill> kills;
        try (var laboratory = new Laboratory(mllpPort(Service.RESULT), feed, progress, plan.connections())) {
            kills = kill(progress);
            laboratory.await();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        news("all is acknowledged; waiting for what is still to be told");
        try (var connection = connect()) {
            var settled = settle(connection, prefix);
            var told = Told.read(killer.state().kafka(), killer.state().region() + ".results.v1");
            var stored = Stored.read(connection, prefix);
            var seen = progress.seen();
            return KillReport.of(
                    plan, kills, seconds, seen, new LossCheck(feed, seen.acknowledged(), settled, told, stored));
        }
    }

    private void register(LabFeed feed, LocalDateTime now) throws IOException {
        try (var client = MllpClient.connect("127.0.0.1", mllpPort(Service.IDENTITY), ANSWER)) {
            for (int i = 0; i < feed.patients().size(); i++) {
                var reply = client.send(feed.admission(i, now));
                if (!reply.isAccepted()) {
                    throw new RegionException("A patient was not taken: " + reply.reason());
                }
            }
        }
    }

    /// Kills at each moment, and lets the senders go on to the next one once all are back.
    private List<KillReport.Kill> kill(Progress progress) throws IOException, InterruptedException {
        var kills = new ArrayList<KillReport.Kill>();
        int allowed = 0;
        for (var moment : plan.moments()) {
            int next = moment.after() + MESSAGES_UNDER_WAY;
            progress.allow(next - allowed);
            allowed = next;
            progress.awaitAcknowledged(moment.after());
            int acknowledged = progress.seen().acknowledged().size();
            var back = killer.kill(moment);
            kills.add(KillReport.Kill.of(moment, acknowledged, back));
            news(
                    "kill %d of %d: %s at %,d messages, back after %.1f s",
                    kills.size(), plan.kills(), moment.victim().part(), acknowledged, back.toMillis() / 1e3);
        }
        progress.allow(plan.messages());
        return kills;
    }

    /// Waits until every event has left and every deadline that has passed was acted on; not for
    /// ever.
    private Stored settle(Connection connection, String prefix) throws SQLException, InterruptedException {
        long end = System.nanoTime() + SETTLING.toNanos();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        while (Stored.unsettled(connection, prefix) > 0 && System.nanoTime() < end) {
            connection.rollback();
            Thread.sleep(PAUSE_MILLIS);
        }
        var settled = Stored.read(connection, prefix);
        connection.rollback();
        return settled;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(killer.url(DATABASE));
    }

    private int mllpPort(Service service) {
        Integer port = killer.state().mllpPorts().get(service.title());
        if (port == null) {
            throw new RegionException(service.title() + " takes no HL7 v2 in this region.");
        }
        return port;
    }

    private void news(String format, Object... values) {
        news.accept(String.format(Locale.ROOT, format, values));
    }
}
