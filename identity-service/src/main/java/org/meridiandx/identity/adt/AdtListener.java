package org.meridiandx.identity.adt;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.meridiandx.hl7v2.mllp.MllpServer;
import org.meridiandx.hl7v2.mllp.MllpSettings;

/// Opens the MLLP port when all else is up, and closes it before all else goes.
@ApplicationScoped
class AdtListener {
    private static final int LATE = 5_000;
    private static final int READ_AHEAD = 16;
    private final MllpServer server;

    AdtListener(Vertx vertx, AdtConfig config, AdtService service, MeterRegistry metrics, Clock clock) {
        var settings = new MllpSettings(
                config.host(), config.port(), config.maxMessageBytes(), config.idleTimeout(), READ_AHEAD, tls(config));
        this.server = new MllpServer(vertx, settings, service::take, metrics, clock);
    }

    void start(@Observes @Priority(LATE) StartupEvent event) {
        server.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        server.stop(Duration.ofSeconds(10));
    }

    private static Optional<MllpSettings.Tls> tls(AdtConfig config) {
        return config.tls().map(tls -> new MllpSettings.Tls(tls.certificate(), tls.key(), tls.clientAuthorities()));
    }
}
