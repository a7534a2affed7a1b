package org.meridiandx.order.cdshooks.learning;

import java.math.BigDecimal;
import java.util.Optional;

/// What is spared where an examination is not done. Estimates: of no patient and of no scanner.
///
/// @param millisieverts typical effective dose of the content; empty where it has none, and of
///     examinations without ionising radiation
/// @param pounds by the tariff; empty where it has no price
/// @param tariff version of the tariff; empty with the price
public record Avoidable(Optional<BigDecimal> millisieverts, Optional<BigDecimal> pounds, String tariff) {

    /// Of what is no repeat.
    public static final Avoidable NOTHING = new Avoidable(Optional.empty(), Optional.empty(), "");
}
