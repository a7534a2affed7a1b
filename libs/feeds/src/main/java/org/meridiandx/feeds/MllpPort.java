package org.meridiandx.feeds;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.meridiandx.hl7v2.mllp.MessageHandler;
import org.meridiandx.hl7v2.mllp.MllpServer;
import org.meridiandx.hl7v2.mllp.MllpSettings;

/// The MLLP edge: opens when all else of the service is up, hands each message to the service's
/// [MessageHandler] bean, and finishes what it has begun before the rest of the service goes.
@ApplicationScoped
public class MllpPort {
    private static final int LATE = 5_000;
    private static final int READ_AHEAD = 16;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private final MllpServer server;

    MllpPort(Vertx vertx, MllpConfig config, MessageHandler handler, MeterRegistry metrics, Clock clock) {
        var settings = new MllpSettings(
                config.host(),
                config.port(),
                config.maxMessageBytes(),
                config.idleTimeout(),
                READ_AHEAD,
                config.tls().map(MllpConfig.Tls::settings));
        this.server = new MllpServer(vertx, settings, handler, metrics, clock);
    }

    /// The port that is listened on, once started.
    public int number() {
        return server.actualPort();
    }

    void start(@Observes @Priority(LATE) StartupEvent event) {
        server.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        server.stop(GRACE);
    }
}
