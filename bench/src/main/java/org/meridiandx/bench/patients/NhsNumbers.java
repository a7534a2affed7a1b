package org.meridiandx.bench.patients;

/// Numbers that pass modulus 11 and are given to nobody: first those set apart for tests (999…), then downwards from
/// 998 999 9999 to 900 000 0000, where none is issued either.
final class NhsNumbers {

    private static final int FIRST_OF_TESTS = 999_000_000;
    private static final int LAST_OF_TESTS = 999_999_999;
    private static final int DIGITS = 9;
    private static final int MODULUS = 11;

    private final int[] stems;

    /// @param count how many are wanted, at most 80 million
    NhsNumbers(int count) {
        stems = new int[count];
        int filled = 0;
        for (int stem = FIRST_OF_TESTS; stem <= LAST_OF_TESTS && filled < count; stem++) {
            if (checkDigit(stem) < 10) {
                stems[filled++] = stem;
            }
        }
        for (int stem = FIRST_OF_TESTS - 1; filled < count; stem--) {
            if (checkDigit(stem) < 10) {
                stems[filled++] = stem;
            }
        }
    }

    String at(int index) {
        return stems[index] + "" + checkDigit(stems[index]);
    }

    /// **Source:** NHS Data Dictionary, NHS NUMBER.
    ///
    /// @return 10 where no number begins so
    static int checkDigit(int stem) {
        int sum = 0;
        int rest = stem;
        for (int weight = 2; weight <= DIGITS + 1; weight++) {
            sum += rest % 10 * weight;
            rest /= 10;
        }
        int digit = MODULUS - sum % MODULUS;
        return digit == MODULUS ? 0 : digit;
    }
}
