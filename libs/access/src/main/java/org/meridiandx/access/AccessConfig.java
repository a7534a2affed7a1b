package org.meridiandx.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How decisions are remembered, and what holds while identity-service is away.
@ConfigMapping(prefix = "meridian.decisions")
interface AccessConfig {
    /// For how long an allowed answer is remembered.
    @WithDefault("5s")
    Duration rememberedFor();

    /// How many answers are remembered at most.
    @WithDefault("100000")
    int rememberedAtMost();

    /// For how long after the last answer of identity-service an organisation still reads the
    /// records that name it.
    /// Zero: not at all.
    @WithDefault("PT15M")
    Duration grace();
}
