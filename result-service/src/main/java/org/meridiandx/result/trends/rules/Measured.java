package org.meridiandx.result.trends.rules;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;

/// One value as its laboratory sent it.
///
/// @param id of the Observation
/// @param code as `system|code`: the one that was asked for, or another of the same analyte
/// @param comparator `<`, `<=`, `>=` or `>` where only a limit is known; else empty
/// @param unit UCUM code; empty where none was sent
/// @param source ODS code of the laboratory; may be empty
/// @param flag code of the interpretation (`H`, `LL`, …); may be empty
public record Measured(
        String id,
        String code,
        OffsetDateTime at,
        BigDecimal value,
        String comparator,
        String unit,
        String source,
        Range range,
        String flag,
        String status) {

    /// Reference range, in the unit of its value.
    public record Range(Optional<BigDecimal> low, Optional<BigDecimal> high) {
        public static final Range NONE = new Range(Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
        return "Measured[" + id + "]";
    }
}
