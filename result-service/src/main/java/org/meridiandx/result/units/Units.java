package org.meridiandx.result.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Units of measurement that are known to measure the same, and what one is of the other.
///
/// What is not in the table is never converted: a unit equals itself, no more.
///
/// **Source:** `units/units.csv`, which names its own.
/// **Hazard:** a value that is shown in a unit that it was not measured in.
public final class Units {
    private static final Map<String, Unit> BY_CODE = read();
    private static final Map<String, List<Unit>> BY_KIND =
            BY_CODE.values().stream().collect(Collectors.groupingBy(Unit::kind));

    private Units() {}

    /// @param code UCUM, case sensitive
    /// @param kind what it measures
    /// @param factor how many of the kind's first unit one of it is
    private record Unit(String code, String kind, BigDecimal factor) {}

    /// Whether it is a code of UCUM that the table has.
    public static boolean isKnown(String code) {
        return BY_CODE.containsKey(code);
    }

    /// All units that measure the same, itself included, each with what a value in `code` is multiplied by
    /// to be in it. Factors are exact, but for quotients that never end, which have 34 digits.
    public static Map<String, BigDecimal> sameAs(String code) {
        var unit = BY_CODE.get(code);
        if (unit == null) {
            return Map.of(code, BigDecimal.ONE);
        }
        return Objects.requireNonNull(BY_KIND.get(unit.kind())).stream()
                .collect(Collectors.toMap(
                        Unit::code, other -> unit.factor().divide(other.factor(), MathContext.DECIMAL128)));
    }

    /// @return the value in the other unit; empty where it is not known how
    public static Optional<BigDecimal> convert(BigDecimal value, String from, String to) {
        return Optional.ofNullable(sameAs(from).get(to)).map(factor -> value.multiply(factor, MathContext.DECIMAL128));
    }

    private static Map<String, Unit> read() {
        var units = new HashMap<String, Unit>();
        for (var cells : UnitTable.rows("/units/units.csv", 3)) {
            var unit = new Unit(cells.get(0), cells.get(1), new BigDecimal(cells.get(2)));
            if (units.put(unit.code(), unit) != null) {
                throw new IllegalStateException("units/units.csv: " + unit.code() + " stands twice");
            }
        }
        return Map.copyOf(units);
    }
}
