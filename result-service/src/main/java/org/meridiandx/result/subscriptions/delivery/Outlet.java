package org.meridiandx.result.subscriptions.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.result.subscriptions.channel.HookAnswer;
import org.meridiandx.result.subscriptions.channel.HookClient;
import org.meridiandx.result.subscriptions.channel.SubscriptionConfig;

/// Writes a notification, makes the trace of it durable, and only then sends it.
@ApplicationScoped
class Outlet {
    private final HookClient client;
    private final AuditTrail audit;
    private final SubscriptionConfig config;
    private final Clock clock;
    private final String base;

    Outlet(
            HookClient client,
            AuditTrail audit,
            SubscriptionConfig config,
            Clock clock,
            @ConfigProperty(name = "meridian.issuer") String issuer) {
        this.client = client;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
        this.base = issuer + "/fhir/R4";
    }

    /// @return fails where the trace cannot be kept: then nothing was sent
    Uni<HookAnswer> call(String type, Subscriber subscriber, Disclosure told) {
        var notification = new Notification(base, type, subscriber, told.shown());
        var body = notification.bundle(subscriber.payload(), clock.instant(), config.maxContentBytes());
        return audit.record(subscriber.caller(), told.trail("subscription-notification"))
                .chain(() -> client.post(subscriber.call(body)));
    }

    Duration pauseAfter(int failures) {
        return config.pauseAfter(failures);
    }

    int failuresUntilError() {
        return config.failuresUntilError();
    }

    int refusalsUntilDead() {
        return config.refusalsUntilDead();
    }
}
