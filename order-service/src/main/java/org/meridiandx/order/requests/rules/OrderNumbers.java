package org.meridiandx.order.requests.rules;

import java.util.Locale;

/// What the numbers that this region assigns look like.
///
/// Both come from one sequence, so that no two are alike in the region, whoever performs.
/// **Source:** DICOM PS3.5, VR SH: an accession number has at most 16 characters.
public final class OrderNumbers {
    /// The most characters that DICOM lets an accession number have.
    public static final int MAX_ACCESSION = 16;

    private static final int DIGITS = 6;
    private static final long RANGE = 2_176_782_336L;

    private OrderNumbers() {}

    /// For example `RX90100001Z`: the performer's ODS code (or `M` where none is known) and six
    /// base 36 digits.
    ///
    /// @param performer ODS code, at most 10 characters; may be empty
    /// @param sequence from 1
    public static String accession(String performer, long sequence) {
        var prefix = performer.isEmpty() ? "M" : performer;
        return prefix + base36(sequence);
    }

    /// For example `ORD00001Z`, for a request whose placer gave no number.
    public static String placer(long sequence) {
        return "ORD" + base36(sequence);
    }

    private static String base36(long sequence) {
        if (sequence < 0 || sequence >= RANGE) {
            throw new IllegalArgumentException("the region has run out of order numbers");
        }
        var digits = Long.toString(sequence, 36).toUpperCase(Locale.ROOT);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
