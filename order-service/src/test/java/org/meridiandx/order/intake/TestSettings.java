package org.meridiandx.order.intake;

import java.time.Duration;
import java.util.Map;
import org.meridiandx.order.requests.OrderConfig;

/// A region whose laboratory and imaging are known.
record TestSettings() implements OrderConfig {
    @Override
    public Map<String, String> defaultPerformer() {
        return Map.of("LAB", "RX902", "RAD", "RX901");
    }

    @Override
    public String rematchInterval() {
        return "10s";
    }

    @Override
    public int rematchBatch() {
        return 10;
    }

    @Override
    public String catchUpInterval() {
        return "10s";
    }

    @Override
    public Duration waitingFactRetention() {
        return Duration.ofDays(1);
    }
}
