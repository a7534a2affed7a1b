package org.meridiandx.indicators;

import java.math.BigDecimal;

/// What was counted, before anything is hidden.
///
/// @param group what the numerator is counted by, such as a test; empty where the indicator has no groups
public record IndicatorCount(String group, BigDecimal numerator, long denominator) {

    /// A count of things.
    public static IndicatorCount of(String group, long numerator, long denominator) {
        return new IndicatorCount(group, BigDecimal.valueOf(numerator), denominator);
    }
}
