package org.meridiandx.identity.patients.matching.rules;

/// How alike two texts are. **Source:** Jaro 1989, Winkler 1990 (prefix weight 0.1, at most four
/// letters); Damerau 1964 in its restricted form.
final class Likeness {
    private static final double PREFIX_WEIGHT = 0.1;
    private static final int LONGEST_PREFIX = 4;

    private Likeness() {}

    /// @return 0 to 1
    static double jaroWinkler(String one, String other) {
        if (one.equals(other)) {
            return 1;
        }
        var jaro = jaro(one, other);
        var prefix = 0;
        while (prefix < Math.min(LONGEST_PREFIX, Math.min(one.length(), other.length()))
                && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
    }

    private static double jaro(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        var window = Math.max(0, Math.max(one.length(), other.length()) / 2 - 1);
        var taken = new boolean[other.length()];
        var matched = new StringBuilder();
        for (var i = 0; i < one.length(); i++) {
            for (var j = Math.max(0, i - window); j < Math.min(other.length(), i + window + 1); j++) {
                if (!taken[j] && one.charAt(i) == other.charAt(j)) {
                    taken[j] = true;
                    matched.append(one.charAt(i));
                    break;
                }
            }
        }
        var count = matched.length();
        if (count == 0) {
            return 0;
        }
        var swapped = 0;
        var at = 0;
        for (var j = 0; j < other.length(); j++) {
            if (taken[j] && matched.charAt(at++) != other.charAt(j)) {
                swapped++;
            }
        }
        return ((double) count / one.length() + (double) count / other.length() + (count - swapped / 2.0) / count) / 3;
    }

    /// Whether one typing slip makes one of the other: a digit wrong, missing or too many, or two
    /// neighbours swapped.
    static boolean isOneSlip(String one, String other) {
        var shorter = one.length() <= other.length() ? one : other;
        var longer = one.length() <= other.length() ? other : one;
        if (longer.length() - shorter.length() > 1 || one.equals(other)) {
            return false;
        }
        var at = 0;
        while (at < shorter.length() && shorter.charAt(at) == longer.charAt(at)) {
            at++;
        }
        if (shorter.length() < longer.length()) {
            return shorter.substring(at).equals(longer.substring(at + 1));
        }
        if (shorter.substring(at + 1).equals(longer.substring(at + 1))) {
            return true;
        }
        return at + 1 < shorter.length()
                && shorter.charAt(at) == longer.charAt(at + 1)
                && shorter.charAt(at + 1) == longer.charAt(at)
                && shorter.substring(at + 2).equals(longer.substring(at + 2));
    }
}
