package org.meridiandx.imaging.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Specific Character Set of a data set: turns the bytes of localised text into characters and back.
///
/// Unknown terms fall back to ISO 8859-1, in which no byte is lost; bytes that a character set does
/// not know become the replacement character.
///
/// **Source**: DICOM PS3.3 section C.12.1.1.2, PS3.5 section 6.1 and annexes H to K.
public final class DicomCharacterSet {
    /// ISO_IR 6. Bytes beyond ASCII are not allowed in it but common, and read as ISO 8859-1.
    public static final DicomCharacterSet DEFAULT =
            new DicomCharacterSet("", StandardCharsets.ISO_8859_1, List.of(StandardCharsets.ISO_8859_1), false);

    public static final DicomCharacterSet UTF_8 =
            new DicomCharacterSet("ISO_IR 192", StandardCharsets.UTF_8, List.of(StandardCharsets.UTF_8), false);

    /// Defined term, without the prefix that tells whether code extension is on, to charset name.
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("6", "ISO-8859-1"),
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("166", "TIS-620"),
            Map.entry("13", "JIS_X0201"),
            Map.entry("149", "EUC-KR"),
            Map.entry("58", "GB18030"),
            Map.entry("87", "ISO-8859-1"),
            Map.entry("159", "ISO-8859-1"),
            Map.entry("192", "UTF-8"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("GBK", "GBK"));

    private final String firstTerm;
    private final Charset initial;
    private final List<Charset> all;
    private final boolean codeExtensions;

    private DicomCharacterSet(String firstTerm, Charset initial, List<Charset> all, boolean codeExtensions) {
        this.firstTerm = firstTerm;
        this.initial = initial;
        this.all = all;
        this.codeExtensions = codeExtensions;
    }

    /// The character set that these values of (0008,0005) name.
    public static DicomCharacterSet of(List<String> terms) {
        if (terms.isEmpty() || terms.equals(List.of(""))) {
            return DEFAULT;
        }
        boolean extensions = terms.size() > 1 || terms.getFirst().contains("2022");
        List<Charset> charsets = new ArrayList<>(terms.size());
        for (String term : terms) {
            charsets.add(charset(term));
        }
        boolean wholeByteStream = charsets.getFirst().equals(StandardCharsets.UTF_8)
                || terms.getFirst().startsWith("GB");
        return new DicomCharacterSet(
                terms.getFirst(), charsets.getFirst(), List.copyOf(charsets), extensions && !wholeByteStream);
    }

    /// The characters of a value; backslashes that separate values are kept.
    public String decode(byte[] value) {
        if (codeExtensions && containsEscape(value) || firstTerm.endsWith("IR 13")) {
            return new Iso2022Decoder(initial).decode(value);
        }
        if (codeExtensions && all.size() > 1 && firstTerm.isEmpty()) {
            return new String(value, all.get(1)); // senders that leave out the escape for the only extension
        }
        return new String(value, initial);
    }

    /// The bytes of a text, for writing. Only character sets without code extensions can be written.
    ///
    /// @throws IllegalArgumentException if the set has code extensions
    public byte[] encode(String text) {
        if (codeExtensions) {
            throw new IllegalArgumentException("character sets with code extensions are read only");
        }
        return text.getBytes(initial);
    }

    private static boolean containsEscape(byte[] value) {
        for (byte b : value) {
            if (b == Iso2022Decoder.ESCAPE) {
                return true;
            }
        }
        return false;
    }

    /// Tolerates the misspellings seen in the field: `ISO-IR 100`, `ISO_IR_100`, `ISO 2022 IR_100`.
    private static Charset charset(String term) {
        String number = term.toUpperCase(Locale.ROOT)
                .replace('_', ' ')
                .replace('-', ' ')
                .replace("ISO 2022 ", "")
                .replace("ISO ", "")
                .replace("IR ", "")
                .strip();
        @Nullable String name = CHARSETS.get(number);
        return name == null || !Charset.isSupported(name) ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
    }
}
