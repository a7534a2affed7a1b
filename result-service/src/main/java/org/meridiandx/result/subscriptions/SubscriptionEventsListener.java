package org.meridiandx.result.subscriptions;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.outbox.InboundEvents;
import org.meridiandx.outbox.OutboundMessage;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.result.subscriptions.delivery.EventQueue;
import org.meridiandx.result.subscriptions.topics.TopicEvent;
import org.meridiandx.result.subscriptions.topics.TopicEvents;

/// Hears of what happened, whichever door it came in by. Takes batches: an intake that nobody subscribes to costs one
/// statement for hundreds of events. What is no event goes to the dead letters through the outbox.
@ApplicationScoped
public class SubscriptionEventsListener {
    private static final Logger LOG = Logger.getLogger(SubscriptionEventsListener.class);
    private final EventQueue queue;
    private final RegionEvents region;

    SubscriptionEventsListener(EventQueue queue, RegionEvents region) {
        this.queue = queue;
        this.region = region;
    }

    @Incoming("subscriptions")
    public Uni<Void> hear(List<byte[]> payloads) {
        var events = new ArrayList<TopicEvent>(payloads.size());
        var unreadable = new ArrayList<OutboundMessage>();
        for (var payload : payloads) {
            try {
                events.addAll(TopicEvents.of(Event.parseFrom(payload)));
            } catch (InvalidProtocolBufferException broken) {
                LOG.warn("a record on the results topic cannot be read; it goes to the dead letters");
                var id = UUID.randomUUID();
                unreadable.add(new OutboundMessage(id, region.topicName("dead-letters"), id.toString(), payload));
            }
        }
        return InboundEvents.untilDone(() -> queue.add(events, unreadable));
    }
}
