package org.meridiandx.result.subscriptions.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.subscriptions.channel.SubscriptionConfig;
import org.meridiandx.result.subscriptions.definition.PayloadContent;

/// Answers of `$status` and `$events`.
@ApplicationScoped
class EventAnswers {
    private final String base;
    private final int maxBytes;
    private final Clock clock;

    EventAnswers(@ConfigProperty(name = "meridian.issuer") String issuer, SubscriptionConfig config, Clock clock) {
        this.base = issuer + "/fhir/R4";
        this.maxBytes = config.maxContentBytes();
        this.clock = clock;
    }

    byte[] status(Subscriber subscriber) {
        var status = new Notification(base, "query-status", subscriber, List.of()).status(PayloadContent.EMPTY);
        var bundle = ResourceTree.resource("Bundle").put("type", "searchset").put("total", 1);
        var entry = bundle.putArray("entry").addObject();
        entry.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
        entry.set("resource", status);
        entry.putObject("search").put("mode", "match");
        return ResourceTree.write(bundle);
    }

    byte[] events(Subscriber subscriber, Disclosure told, PayloadContent content) {
        return new Notification(base, "query-event", subscriber.at(told.last()), told.shown())
                .bundle(content, clock.instant(), maxBytes);
    }
}
