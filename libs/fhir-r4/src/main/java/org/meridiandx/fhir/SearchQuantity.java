package org.meridiandx.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A quantity parameter's value: a prefix, a number, and a UCUM unit where it matters.
///
/// Without a prefix, and with `ne`, the number means the span of what is rounded to it: 5.4 is from
/// 5.35 up to 5.45. With `ap` it is a tenth either way. Other prefixes take it as it is.
///
/// **Source:** FHIR R4 search, number and quantity.
///
/// @param prefix `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `sa`, `eb` or `ap`
/// @param unit UCUM code; empty for whatever unit
record SearchQuantity(String prefix, BigDecimal number, String unit) {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Pattern NUMBER = Pattern.compile(
            "(eq|ne|gt|ge|lt|le|sa|eb|ap)?([-+]?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?)");
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal TENTH = new BigDecimal("0.1");

    /// A number as PostgreSQL is given it.
    interface Binding {
        /// @return its place in the statement
        String bind(Object value);
    }

    static SearchQuantity parse(String name, String text) {
        // A plus sign that was not percent-encoded arrives as a space.
        var parts = text.strip().split("\\|", -1);
        var number = NUMBER.matcher(parts[0]);
        if (!number.matches() || parts.length == 2 || parts.length > 3) {
            throw refused(name);
        }
        if (parts.length == 1) {
            return of(number, "");
        }
        if (!parts[1].isEmpty() && !parts[1].equals(UCUM) || parts[2].isEmpty() || parts[2].length() > 40) {
            throw refused(name);
        }
        return of(number, parts[2]);
    }

    private static SearchQuantity of(Matcher number, String unit) {
        var prefix = number.group(1) == null ? "eq" : number.group(1);
        return new SearchQuantity(prefix, new BigDecimal(number.group(2)), unit);
    }

    private static ProblemException refused(String name) {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                name + " takes a number with a prefix and a UCUM unit where they are meant, as 5.4, gt5.4 or "
                        + "gt5.4|" + UCUM + "|mmol/L.",
                name);
    }

    /// The condition, in each unit that measures the same.
    String sql(SearchParameter.Quantity columns, Binding binding) {
        if (unit.isEmpty()) {
            return inUnit(columns.number(), BigDecimal.ONE, binding);
        }
        return columns.equivalents().apply(unit).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(same -> "(" + columns.unit() + " = " + binding.bind(same.getKey()) + " and "
                        + inUnit(columns.number(), same.getValue(), binding) + ")")
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private String inUnit(String column, BigDecimal factor, Binding binding) {
        var half = prefix.equals("ap") ? number.abs().multiply(TENTH) : halfOfLastDigit();
        return switch (prefix) {
            case "gt", "sa" -> column + " > " + bind(number, factor, binding);
            case "ge" -> column + " >= " + bind(number, factor, binding);
            case "lt", "eb" -> column + " < " + bind(number, factor, binding);
            case "le" -> column + " <= " + bind(number, factor, binding);
            case "ne" ->
                "(" + column + " < " + bind(number.subtract(half), factor, binding) + " or " + column + " >= "
                        + bind(number.add(half), factor, binding) + ")";
            case "ap" ->
                "(" + column + " >= " + bind(number.subtract(half), factor, binding) + " and " + column + " <= "
                        + bind(number.add(half), factor, binding) + ")";
            default ->
                "(" + column + " >= " + bind(number.subtract(half), factor, binding) + " and " + column + " < "
                        + bind(number.add(half), factor, binding) + ")";
        };
    }

    /// Of 5.4 it is 0.05. Of 1e2 it is 5, as the standard has it.
    private BigDecimal halfOfLastDigit() {
        var digit = BigDecimal.ONE.scaleByPowerOfTen(-number.scale());
        return (number.scale() < 0 ? digit.multiply(TENTH) : digit).multiply(HALF);
    }

    private static String bind(BigDecimal value, BigDecimal factor, Binding binding) {
        return binding.bind(value.multiply(factor, MathContext.DECIMAL128)) + "::numeric";
    }
}
