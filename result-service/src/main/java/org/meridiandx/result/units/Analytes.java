package org.meridiandx.result.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Codes that stand for the same analyte, and the molar mass that turns its mass into substance.
///
/// **Source:** `units/analytes.csv`, which names its own.
/// **Hazard:** a value that is shown as another analyte's, or converted by another's molar mass.
public final class Analytes {
    private static final Map<String, Analyte> BY_CODE = read();

    private Analytes() {}

    /// @param codes as `system|code`
    private record Analyte(Optional<BigDecimal> molarMass, List<String> codes) {}

    /// The codes of the same analyte, itself first.
    ///
    /// @param code as `system|code`
    public static List<String> sameAs(String code) {
        var analyte = BY_CODE.get(code);
        return analyte == null
                ? List.of(code)
                : Stream.concat(Stream.of(code), analyte.codes().stream())
                        .distinct()
                        .toList();
    }

    /// @param code of the analyte, as `system|code`
    /// @return the value in the other unit; empty where it is not known how
    public static Optional<BigDecimal> convert(String code, BigDecimal value, String from, String to) {
        var same = Units.convert(value, from, to);
        return same.isPresent()
                ? same
                : Optional.ofNullable(BY_CODE.get(code))
                        .flatMap(Analyte::molarMass)
                        .flatMap(mass -> throughMoles(mass, value, from, to));
    }

    private static Optional<BigDecimal> throughMoles(BigDecimal molarMass, BigDecimal value, String from, String to) {
        var toSubstance = Units.convert(value, from, "g/L")
                .map(grams -> grams.divide(molarMass, MathContext.DECIMAL128))
                .flatMap(moles -> Units.convert(moles, "mol/L", to));
        return toSubstance.isPresent()
                ? toSubstance
                : Units.convert(value, from, "mol/L")
                        .map(moles -> moles.multiply(molarMass, MathContext.DECIMAL128))
                        .flatMap(grams -> Units.convert(grams, "g/L", to));
    }

    private static Map<String, Analyte> read() {
        var analytes = new HashMap<String, Analyte>();
        for (var cells : UnitTable.rows("/units/analytes.csv", 4)) {
            var codes = Arrays.asList(cells.get(2).split(" "));
            var mass =
                    cells.get(1).equals("-") ? Optional.<BigDecimal>empty() : Optional.of(new BigDecimal(cells.get(1)));
            for (var code : codes) {
                if (analytes.put(code, new Analyte(mass, List.copyOf(codes))) != null) {
                    throw new IllegalStateException("units/analytes.csv: " + code + " stands for two analytes");
                }
            }
        }
        return Map.copyOf(analytes);
    }
}
