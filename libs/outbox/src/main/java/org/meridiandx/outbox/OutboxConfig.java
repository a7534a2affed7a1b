package org.meridiandx.outbox;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/// Settings of the relay.
@ConfigMapping(prefix = "meridian.outbox")
interface OutboxConfig {
    /// Between two looks while messages flow.
    Duration pollInterval();

    /// Between two looks when nothing has come for five seconds.
    Duration idlePollInterval();

    /// Rows sent in one go.
    int batchSize();

    /// How long one message may wait for Kafka's acknowledgement.
    Duration sendTimeout();

    /// How long a message that is not part of a change may wait for Kafka before it takes the outbox.
    Duration directTimeout();

    /// Between two looks whether Kafka is back.
    Duration probeInterval();
}
