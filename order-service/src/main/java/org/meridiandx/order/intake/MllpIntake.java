package org.meridiandx.order.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MllpServer;
import org.meridiandx.hl7v2.mllp.MllpSettings;

/// The MLLP edge: opens with the service, and finishes what it has begun before the service ends.
@ApplicationScoped
public class MllpIntake {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int READ_AHEAD = 16;
    private final MllpServer server;
    private final OrderAdmission admission;

    MllpIntake(OrderAdmission admission, Vertx vertx, MeterRegistry metrics, MllpConfig config, Clock clock) {
        this.admission = admission;
        var settings = new MllpSettings(
                "0.0.0.0", config.port(), config.maxMessageBytes(), config.idleTimeout(), READ_AHEAD, config.tls());
        this.server = new MllpServer(vertx, settings, this::handle, metrics, clock);
    }

    /// The port that is listened on, once started.
    public int port() {
        return server.actualPort();
    }

    void start(@Observes StartupEvent event) {
        server.start();
    }

    void stop(@Observes @Priority(10) ShutdownEvent event) {
        server.stop(GRACE);
    }

    private Uni<Acknowledgement> handle(ReceivedMessage message) {
        return admission.admit(message);
    }
}
