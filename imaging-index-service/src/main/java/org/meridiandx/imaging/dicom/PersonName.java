package org.meridiandx.imaging.dicom;

/// A person's name in up to three scripts, each `family^given^middle^prefix^suffix`, an absent one empty.
///
/// **Source**: DICOM PS3.5 section 6.2.1.
public record PersonName(String alphabetic, String ideographic, String phonetic) {

    /// The name in a value of representation PN.
    public static PersonName parse(String value) {
        int first = value.indexOf('=');
        if (first < 0) {
            return new PersonName(group(value), "", "");
        }
        int second = value.indexOf('=', first + 1);
        String ideographic = second < 0 ? value.substring(first + 1) : value.substring(first + 1, second);
        String phonetic = second < 0 ? "" : value.substring(second + 1);
        return new PersonName(group(value.substring(0, first)), group(ideographic), group(phonetic));
    }

    public boolean isEmpty() {
        return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
    }

    /// Without padding and the separators of empty components at the end, which mean nothing.
    private static String group(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '^' || text.charAt(end - 1) == ' ')) {
            end--;
        }
        return text.substring(0, end).strip();
    }

    /// Not the name: it must not reach a log.
    @Override
    public String toString() {
        return "PersonName[…]";
    }
}
