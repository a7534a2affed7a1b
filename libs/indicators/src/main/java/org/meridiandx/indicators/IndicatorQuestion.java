package org.meridiandx.indicators;

import java.time.Instant;
import java.util.Optional;

/// What is to be counted.
///
/// @param organisation ODS code; empty for the whole region
/// @param from first moment of the period
/// @param until the moment after its last
public record IndicatorQuestion(Optional<String> organisation, Instant from, Instant until) {}
