package org.meridiandx.imaging.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds of QIDO-RS answers, in rows.
@ConfigMapping(prefix = "meridian.qido")
interface QueryConfig {
    /// Rows a page where the search names no limit.
    @WithDefault("100")
    int defaultLimit();

    /// Rows a page at most.
    @WithDefault("1000")
    int maxLimit();

    /// Rows that are looked at for one answer at most, those that the caller may not see included.
    @WithDefault("5000")
    int maxScanned();
}
