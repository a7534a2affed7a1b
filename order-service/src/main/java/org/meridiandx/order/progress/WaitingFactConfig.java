package org.meridiandx.order.progress;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/// How facts wait for their orders.
@ConfigMapping(prefix = "meridian.orders")
public interface WaitingFactConfig {
    /// How often it is looked whether facts that wait have their order.
    String catchUpInterval();

    /// How long a fact waits for its order.
    Duration waitingFactRetention();
}
