package org.meridiandx.order.outbound.queue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.meridiandx.partners.PartnerSockets;

/// Keeps one lane for each partner, each on a virtual thread of its own: a partner that hangs holds up no
/// other. Every instance of the service runs one; leases keep them from sending a message twice.
@ApplicationScoped
class OutboundRelay implements Runnable {
    private static final Logger LOG = Logger.getLogger(OutboundRelay.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private final OutboundQueue queue;
    private final PartnerSockets sockets;
    private final OutboundConfig config;
    private final OutboundMetrics metrics;
    private final Map<String, Thread> lanes = new HashMap<>();
    private final Thread thread;
    private volatile boolean running = true;

    OutboundRelay(OutboundQueue queue, OutboundConfig config, OutboundMetrics metrics) {
        this.queue = queue;
        this.sockets = new PartnerSockets(config.tls());
        this.config = config;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().daemon().name("outbound-relay").unstarted(this);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(AFTER_FAILURE);
        for (var lane : lanes.values()) {
            lane.interrupt();
            lane.join(AFTER_FAILURE);
        }
    }

    @Override
    public void run() {
        while (running) {
            try {
                lanes.values().removeIf(lane -> !lane.isAlive());
                for (var ods : queue.partners()) {
                    lanes.computeIfAbsent(ods, this::open);
                }
                pause(config.interval());
            } catch (SQLException away) {
                LOG.warnf("partners cannot be read: %s", away.getClass().getSimpleName());
                pause(AFTER_FAILURE);
            }
        }
    }

    private Thread open(String ods) {
        return Thread.ofVirtual().name("outbound-" + ods).start(() -> serve(ods));
    }

    private void serve(String ods) {
        try (var lane = new PartnerLane(ods, queue, sockets, config, metrics)) {
            while (running) {
                try {
                    var pause = lane.work();
                    if (pause.isEmpty()) {
                        return;
                    }
                    pause(pause.get());
                } catch (SQLException away) {
                    LOG.warnf("messages to %s wait: %s", ods, away.getClass().getSimpleName());
                    pause(AFTER_FAILURE);
                }
            }
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            running = false;
        }
    }
}
