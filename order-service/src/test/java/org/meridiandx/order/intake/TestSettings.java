package org.meridiandx.order.intake;

import java.util.Map;
import org.meridiandx.order.records.PerformerConfig;

/// A region whose laboratory and imaging are known.
record TestSettings() implements PerformerConfig {
    @Override
    public Map<String, String> defaultPerformer() {
        return Map.of("LAB", "RX902", "RAD", "RX901");
    }
}
