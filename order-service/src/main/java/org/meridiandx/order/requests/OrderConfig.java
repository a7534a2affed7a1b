package org.meridiandx.order.requests;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Settings of orders: who performs what a request leaves open, and the queue of unmatched ones.
@ConfigMapping(prefix = "meridian.orders")
public interface OrderConfig {
    /// ODS code by category (`LAB`, `RAD`); a category without one leaves the performer open.
    Map<String, String> defaultPerformer();

    /// How often the queue of unmatched orders is tried again.
    String rematchInterval();

    /// How many unmatched orders are tried at a time.
    int rematchBatch();

    /// The performer of a category, where the region has set one.
    default Optional<String> performerOf(String category) {
        return Optional.ofNullable(defaultPerformer().get(category));
    }

    /// How often it is looked whether facts that wait have their order.
    String catchUpInterval();

    /// How long a fact waits for its order.
    Duration waitingFactRetention();
}
