package org.meridiandx.fhir;

import java.time.DateTimeException;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A date parameter's value: a prefix and the span of time that a partial date means.
///
/// **Source:** FHIR R4 search, date.
///
/// @param prefix `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `sa` or `eb`
record SearchDate(String prefix, DateSpan span) {

    static SearchDate parse(String name, String text) {
        var hasPrefix = text.length() > 2 && Character.isLetter(text.charAt(0));
        var prefix = hasPrefix ? text.substring(0, 2) : "eq";
        var value = hasPrefix ? text.substring(2) : text;
        try {
            return switch (prefix) {
                // A plus sign that was not percent-encoded arrives as a space.
                case "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb" ->
                    new SearchDate(prefix, DateSpan.parse(value.replace(' ', '+')));
                default -> throw new DateTimeException(prefix);
            };
        } catch (DateTimeException bad) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    name + " takes a date such as 2026-11-21, ge2026-01-01 or lt2026-11-21T10:00:00Z.",
                    name);
        }
    }
}
