package org.meridiandx.indicators;

import java.time.LocalDate;

/// One number of a board, as it is shown.
///
/// @param organisation ODS code, or `*` for the whole region
/// @param group what the numerator is counted by; empty where there are no groups
public record Indicator(
        IndicatorDefinition definition,
        String organisation,
        Period period,
        String group,
        Figure numerator,
        Figure denominator) {

    /// Whole days of the calendar here, both counted in.
    public record Period(LocalDate from, LocalDate to) {}
}
