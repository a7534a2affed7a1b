package org.meridiandx.result.followup.critical.rules;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Converts between units of one kind where that is sure: powers of ten of amount or mass in a
/// volume. Amount and mass are never converted into each other, for that needs to know the
/// molecule.
///
/// **Source:** UCUM 2.1, metric prefixes.
public final class UnitScale {
    private static final Pattern CONCENTRATION = Pattern.compile("([munp]?)(mol|g)/([dcmu]?)[lL]");
    private static final Map<String, Integer> POWERS =
            Map.of("", 0, "d", -1, "c", -2, "m", -3, "u", -6, "n", -9, "p", -12);

    private UnitScale() {}

    /// @return empty where it is not certain how they relate
    public static Optional<BigDecimal> convert(BigDecimal value, String from, String to) {
        if (from.equals(to)) {
            return Optional.of(value);
        }
        var left = CONCENTRATION.matcher(from.strip().replace("\u00b5", "u").replace("\u03bc", "u"));
        var right = CONCENTRATION.matcher(to);
        if (!left.matches() || !right.matches() || !left.group(2).equals(right.group(2))) {
            return Optional.empty();
        }
        var power = power(left.group(1)) - power(left.group(3)) - power(right.group(1)) + power(right.group(3));
        return Optional.of(value.scaleByPowerOfTen(power));
    }

    private static int power(String prefix) {
        return POWERS.getOrDefault(prefix, 0);
    }
}
