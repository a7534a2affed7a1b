package org.meridiandx.indicators;

import java.math.BigDecimal;

/// A number as it may be shown.
///
/// @param hiddenAs what stands for it where it, or what it leaves of a whole, is 1 to 4, or one of those could be
/// worked
/// out from it; empty where it is shown
public record Figure(BigDecimal value, String hiddenAs) {
    private static final String SMALL = "<5";

    static Figure shown(BigDecimal value) {
        return new Figure(value, "");
    }

    /// A number that is told to be small, and no more.
    static Figure small(BigDecimal value) {
        return new Figure(value, SMALL);
    }

    public boolean isHidden() {
        return !hiddenAs.isEmpty();
    }

    /// The number, or what stands for it.
    public String text() {
        return isHidden() ? hiddenAs : value.toPlainString();
    }

    @Override
    public String toString() {
        return text();
    }
}
