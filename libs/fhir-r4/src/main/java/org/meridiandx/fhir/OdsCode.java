package org.meridiandx.fhir;

import java.util.Locale;
import java.util.Optional;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// An Organisation Data Service code: 3 to 10 letters and digits, upper case.
///
/// **Source:** NHS Organisation Data Service; sites and CDCs have longer codes than trusts.
public record OdsCode(String value) {
    public OdsCode {
        if (!isValid(value)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE, "This is not an ODS code: it needs 3 to 10 letters and digits.");
        }
    }

    public static Optional<OdsCode> parse(String text) {
        var code = text.strip().toUpperCase(Locale.ROOT);
        return isValid(code) ? Optional.of(new OdsCode(code)) : Optional.empty();
    }

    private static boolean isValid(String code) {
        return code.length() >= 3
                && code.length() <= 10
                && code.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'Z');
    }

    @Override
    public String toString() {
        return value;
    }
}
