package org.meridiandx.indicators;

import java.math.BigDecimal;

/// A number as it may be shown.
///
/// @param isHidden it is 1 to 4, or one of those could be worked out from it
public record Figure(BigDecimal value, boolean isHidden) {
    /// What stands for a number that is hidden.
    public static final String HIDDEN = "<5";

    /// The number, or that it is small.
    public String text() {
        return isHidden ? HIDDEN : value.toPlainString();
    }

    @Override
    public String toString() {
        return text();
    }
}
