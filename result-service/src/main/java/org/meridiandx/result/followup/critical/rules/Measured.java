package org.meridiandx.result.followup.critical.rules;

import java.math.BigDecimal;
import java.util.Set;

/// A measured value as the laboratory sent it.
///
/// @param codes each as `system|code`: a value may be coded in several systems
/// @param unit UCUM where the laboratory says so, else as it writes it; may be empty
/// @param comparator `<`, `<=`, `>=`, `>` where the value is a bound; else empty
public record Measured(Set<String> codes, BigDecimal value, String unit, String comparator) {
    public Measured {
        codes = Set.copyOf(codes);
    }

    @Override
    public String toString() {
        return "Measured[]";
    }
}
