package org.meridiandx.indicators;

import io.smallrye.mutiny.Uni;
import java.util.List;

/// One indicator of a service: a CDI bean.
public interface IndicatorSource {

    /// What it counts.
    IndicatorDefinition definition();

    /// Counts now, from the service's own records.
    ///
    /// @return one entry per group, or one without a group; none where there was nothing to count
    Uni<List<IndicatorCount>> count(IndicatorQuestion question);
}
