package org.meridiandx.fhir;

import java.util.Optional;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// An NHS number: ten digits of which the last is a modulus 11 check digit.
///
/// **Source:** NHS Data Dictionary, NHS NUMBER. Its text form is redacted; [#value()] gives the
/// digits.
public record NhsNumber(String value) {
    private static final int LENGTH = 10;

    public NhsNumber {
        if (!isValid(value)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_NHS_NUMBER,
                    "This is not an NHS number: it needs ten digits with a right modulus 11 check digit.");
        }
    }

    /// Reads the forms people write: with spaces or hyphens between the groups.
    ///
    /// @return empty when it is not a valid number
    public static Optional<NhsNumber> parse(String text) {
        var digits = text.strip().replace(" ", "").replace("-", "");
        return isValid(digits) ? Optional.of(new NhsNumber(digits)) : Optional.empty();
    }

    /// As `999 123 4567`, the form in which it is shown.
    public String formatted() {
        return value.substring(0, 3) + " " + value.substring(3, 6) + " " + value.substring(6);
    }

    private static boolean isValid(String digits) {
        if (digits.length() != LENGTH) {
            return false;
        }
        var sum = 0;
        for (var i = 0; i < LENGTH; i++) {
            var digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            if (i < LENGTH - 1) {
                sum += digit * (LENGTH - i);
            }
        }
        var check = (11 - sum % 11) % 11;
        return check != 10 && check == digits.charAt(LENGTH - 1) - '0';
    }

    @Override
    public String toString() {
        return "NhsNumber[…]";
    }
}
