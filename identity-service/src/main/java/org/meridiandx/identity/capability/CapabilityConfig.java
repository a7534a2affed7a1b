package org.meridiandx.identity.capability;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.List;

/// Where the parts of the capability statement come from.
@ConfigMapping(prefix = "meridian.capability")
interface CapabilityConfig {
    /// Base URLs of the other services.
    List<String> sources();

    /// How long one of them may take to answer.
    Duration timeLimit();

    /// How long a statement is served before the parts are asked for again.
    Duration rememberedFor();
}
