package org.meridiandx.result.subscriptions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.List;
import java.util.Map;
import org.meridiandx.fhir.ResourceCapability;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.result.subscriptions.definition.Backport;
import org.meridiandx.result.subscriptions.topics.SubscriptionTopic;

/// What this service declares of Subscription in the region's capability statement, and the topics there are.
@ApplicationScoped
class SubscriptionCapabilities {
    @Produces
    ResourceCapability subscriptions() {
        return new ResourceCapability(
                SearchDefinition.of("Subscription", "subscription").build(),
                Backport.SUBSCRIPTION,
                List.of("create", "read", "update", "delete"),
                List.of("status", "events", "replay"),
                List.of(),
                Map.of(),
                SubscriptionTopic.urls());
    }
}
