package org.meridiandx.order.unmatched;

import io.smallrye.config.ConfigMapping;

/// How the queue of unmatched orders is tried again.
@ConfigMapping(prefix = "meridian.orders")
public interface RematchConfig {
    /// How often.
    String rematchInterval();

    /// How many unmatched orders at a time.
    int rematchBatch();
}
