package org.meridiandx.result.followup.critical.rules;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/// One limit of one analyte.
///
/// @param name what the analyte is called
/// @param codes each as `system|code`
/// @param isUpper whether values at or above the limit are critical; else those at or below it
/// @param unit UCUM
/// @param fromAge in whole years, counted in; empty where it holds from birth
/// @param belowAge in whole years, not counted in; empty where it holds for ever
/// @param sex FHIR's administrative gender; empty where it holds for all
/// @param source where the limit comes from
/// @param line of the table
public record CriticalRule(
        String name,
        Set<String> codes,
        boolean isUpper,
        BigDecimal limit,
        String unit,
        Optional<Integer> fromAge,
        Optional<Integer> belowAge,
        Optional<String> sex,
        String source,
        int line) {
    public CriticalRule {
        codes = Set.copyOf(codes);
    }

    /// How a value stands to a rule.
    public enum Verdict {
        /// It is another analyte, another person, or within the limit.
        NO,
        /// The number would be critical in the rule's unit, and how its own unit relates is not
        /// sure.
        UNSURE_UNIT,
        /// Critical if the person is of the age and sex that the rule is for, which is not known.
        MAYBE,
        YES
    }

    /// **Hazard:** a value in another unit is compared as if it were in this one.
    public Verdict judge(Measured measured, Person person) {
        if (measured.codes().stream().noneMatch(codes::contains) || isForOthers(person)) {
            return Verdict.NO;
        }
        var converted = UnitScale.convert(measured.value(), measured.unit(), unit);
        if (!isBeyond(converted.orElse(measured.value()), measured.comparator())) {
            return Verdict.NO;
        }
        if (converted.isEmpty()) {
            return Verdict.UNSURE_UNIT;
        }
        return isKnownFor(person) ? Verdict.YES : Verdict.MAYBE;
    }

    private boolean isBeyond(BigDecimal value, String comparator) {
        var pointsAway = isUpper ? comparator.startsWith("<") : comparator.startsWith(">");
        var compared = value.compareTo(limit);
        return !pointsAway && (isUpper ? compared >= 0 : compared <= 0);
    }

    private boolean isForOthers(Person person) {
        var age = person.ageYears();
        return age.isPresent() && fromAge.filter(from -> age.get() < from).isPresent()
                || age.isPresent()
                        && belowAge.filter(below -> age.get() >= below).isPresent()
                || person.sex().isPresent() && sex.isPresent() && !sex.equals(person.sex());
    }

    private boolean isKnownFor(Person person) {
        var needsAge = fromAge.isPresent() || belowAge.isPresent();
        return (!needsAge || person.ageYears().isPresent())
                && (sex.isEmpty() || person.sex().isPresent());
    }
}
