package org.meridiandx.identity.patients.matching.rules;

/// How a field of two descriptions compares, and what that is worth.
///
/// The weight is log2(m/u): m how often the same person's records compare so, u how often those of
/// two people do who share a birth date or name block. Both are estimates from the literature on
/// English hospital data, not measured here; docs/matching.md has the table and how to measure them.
/// **Source:** Fellegi and Sunter 1969.
public enum Agreement {
    NHS_NUMBER_SAME("nhs-number", 0.95, 0.000_001),
    NHS_NUMBER_SLIP("nhs-number", 0.02, 0.000_1),
    NHS_NUMBER_OTHER("nhs-number", 0.03, 0.999),
    FAMILY_SAME("family", 0.88, 0.01),
    FAMILY_FORMER("family", 0.03, 0.002),
    FAMILY_PART("family", 0.03, 0.004),
    FAMILY_CLOSE("family", 0.04, 0.01),
    FAMILY_OTHER("family", 0.02, 0.974),
    GIVEN_SAME("given", 0.85, 0.02),
    GIVEN_NICKNAME("given", 0.06, 0.01),
    GIVEN_CLOSE("given", 0.05, 0.02),
    GIVEN_INITIAL("given", 0.02, 0.04),
    GIVEN_OTHER("given", 0.02, 0.91),
    BIRTH_SAME("birth-date", 0.95, 0.000_05),
    BIRTH_SWAPPED("birth-date", 0.01, 0.000_05),
    BIRTH_SLIP("birth-date", 0.025, 0.002),
    BIRTH_OTHER("birth-date", 0.015, 0.997),
    GENDER_SAME("gender", 0.98, 0.5),
    GENDER_OTHER("gender", 0.02, 0.5),
    POSTCODE_SAME("postcode", 0.7, 0.000_5),
    POSTCODE_OUTWARD("postcode", 0.12, 0.01),
    POSTCODE_OTHER("postcode", 0.18, 0.99),
    BIRTH_ORDER_OTHER("birth-order", 0.001, 0.9);

    private static final double BITS = Math.log(2);
    private final String field;
    private final double m;
    private final double u;

    Agreement(String field, double m, double u) {
        this.field = field;
        this.m = m;
        this.u = u;
    }

    public String field() {
        return field;
    }

    public double m() {
        return m;
    }

    public double u() {
        return u;
    }

    /// In bits.
    public double weight() {
        return Math.log(m / u) / BITS;
    }
}
