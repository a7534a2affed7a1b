package org.meridiandx.order.records;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/// Who performs what a request leaves open.
@ConfigMapping(prefix = "meridian.orders")
public interface PerformerConfig {
    /// ODS code by category (`LAB`, `RAD`); a category without one leaves the performer open.
    Map<String, String> defaultPerformer();

    /// The performer of a category, where the region has set one.
    default Optional<String> performerOf(String category) {
        return Optional.ofNullable(defaultPerformer().get(category));
    }
}
