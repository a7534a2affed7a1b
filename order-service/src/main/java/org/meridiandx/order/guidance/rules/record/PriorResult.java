package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A result that the region keeps: the latest of its code.
///
/// @param id of the Observation
/// @param code that it was asked by, `system|code`
/// @param measured the value as it was sent
/// @param at when it was true of the patient
/// @param organisation ODS code of who measured it; may be empty
public record PriorResult(String id, String code, Measured measured, Optional<Instant> at, String organisation) {

    /// @param number empty where it is none
    /// @param comparator `<`, `<=`, `>=`, `>` where the number is a bound; else empty
    /// @param unit in UCUM or as the laboratory writes it; may be empty
    /// @param interpretation code of v3-ObservationInterpretation, such as `L`; may be empty
    /// @param coded the value as `system|code` where it is coded; may be empty
    public record Measured(
            Optional<BigDecimal> number, String comparator, String unit, String interpretation, String coded) {}

    /// The latest of several codes of one measurement. One without a time counts for nothing.
    public static Optional<PriorResult> latest(List<PriorResult> results, Set<String> codes) {
        return results.stream()
                .filter(result -> codes.contains(result.code()) && result.at().isPresent())
                .max(Comparator.comparing(result -> result.at().orElseThrow()));
    }

    @Override
    public String toString() {
        return "PriorResult[" + id + "]";
    }
}
