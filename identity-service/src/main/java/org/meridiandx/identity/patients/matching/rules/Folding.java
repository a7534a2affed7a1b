package org.meridiandx.identity.patients.matching.rules;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// How names and postcodes are written to be compared: `O'Brien-Müller` and `OBRIEN MULLER` are one.
public final class Folding {
    private static final Pattern MARKS = Pattern.compile("[\\p{M}'’`ʼ]");
    private static final Pattern BREAKS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int INWARD = 3;

    private Folding() {}

    /// Upper case, no marks, no apostrophes, one blank between parts.
    public static String name(String text) {
        var plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .replace("Ø", "O")
                .replace("Æ", "AE")
                .replace("Œ", "OE")
                .replace("Ł", "L")
                .replace("Đ", "D")
                .replace("Þ", "TH");
        return BREAKS.matcher(plain).replaceAll(" ").strip();
    }

    /// Upper case, without blanks.
    public static String postcode(String text) {
        return BREAKS.matcher(text.toUpperCase(Locale.ROOT)).replaceAll("");
    }

    /// The part before the last three characters: the district.
    public static String outward(String postcode) {
        return postcode.length() > INWARD + 1 ? postcode.substring(0, postcode.length() - INWARD) : postcode;
    }
}
