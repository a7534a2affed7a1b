package org.meridiandx.order.guidance.rules.record;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A result that the region keeps: the latest of its code.
///
/// @param id of the Observation
/// @param code that it was asked by, `system|code`
/// @param measured the value as it was sent
/// @param at when it was true of the patient
/// @param organisation ODS code of who measured it; may be empty
/// @param seal whom it may be shown to
public record PriorResult(
        String id, String code, Measured measured, Optional<Instant> at, String organisation, Seal seal) {
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /// @param number empty where it is none
    /// @param comparator `<`, `<=`, `>=`, `>` where the number is a bound; else empty
    /// @param unit in UCUM or as the laboratory writes it; may be empty
    /// @param interpretation code of v3-ObservationInterpretation, such as `L`; may be empty
    /// @param coded the codings of the value as `system|code`; none where it is not coded
    public record Measured(
            Optional<BigDecimal> number, String comparator, String unit, String interpretation, List<String> coded) {
        public Measured {
            coded = List.copyOf(coded);
        }
    }

    /// The latest of several codes of one measurement. One without a time counts for nothing, and
    /// so does one that is [#ahead].
    public static Optional<PriorResult> latest(List<PriorResult> results, Set<String> codes, Instant now) {
        return latest(results, codes, result -> !result.isAhead(now));
    }

    /// The one of several codes of one measurement that is dated later than can be: its time is
    /// wrong, and it may be the latest there is.
    public static Optional<PriorResult> ahead(List<PriorResult> results, Set<String> codes, Instant now) {
        return latest(results, codes, result -> result.isAhead(now));
    }

    private static Optional<PriorResult> latest(
            List<PriorResult> results, Set<String> codes, Predicate<PriorResult> which) {
        return results.stream()
                .filter(result -> codes.contains(result.code()) && result.at().isPresent())
                .filter(which)
                .max(Comparator.comparing(result -> result.at().orElseThrow()));
    }

    private boolean isAhead(Instant now) {
        return at.filter(when -> when.isAfter(now.plus(CLOCKS_DIFFER))).isPresent();
    }

    @Override
    public String toString() {
        return "PriorResult[" + id + "]";
    }
}
