package org.meridiandx.imaging.dicom;

import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/// A unique identifier: at most 64 digits and dots, no component with a leading zero.
///
/// A `DicomUid` is safe in a URL path and in a file name.
///
/// **Source**: DICOM PS3.5 section 9.1.
public record DicomUid(String value) {
    private static final int MAX_LENGTH = 64;

    public DicomUid {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a UID is at most 64 digits and dots");
        }
    }

    /// The UID in this text, empty if it is none. Trailing spaces and NULs must have been removed.
    public static Optional<DicomUid> parse(String text) {
        return isValid(text) ? Optional.of(new DicomUid(text)) : Optional.empty();
    }

    /// The UID that stands for a UUID, in the arc 2.25 that needs no registration (PS3.5 section B.2).
    public static DicomUid of(UUID uuid) {
        BigInteger high = new BigInteger(Long.toUnsignedString(uuid.getMostSignificantBits()));
        BigInteger low = new BigInteger(Long.toUnsignedString(uuid.getLeastSignificantBits()));
        return new DicomUid("2.25." + high.shiftLeft(64).or(low));
    }

    /// Whether the text is a UID by the letter of the standard.
    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '.' : text.charAt(i);
            if (c == '.') {
                boolean empty = i == start;
                boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
                if (empty || leadingZero) {
                    return false;
                }
                start = i + 1;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
