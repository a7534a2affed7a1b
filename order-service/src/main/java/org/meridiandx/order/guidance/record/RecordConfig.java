package org.meridiandx.order.guidance.record;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the region's record is asked.
@ConfigMapping(prefix = "meridian.guidance.record")
public interface RecordConfig {
    /// How long one source may take; after that the answer says that it was not checked.
    @WithDefault("200ms")
    Duration timeout();
}
