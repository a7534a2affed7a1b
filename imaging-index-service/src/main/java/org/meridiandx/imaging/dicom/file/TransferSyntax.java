package org.meridiandx.imaging.dicom.file;

import java.util.Map;
import java.util.Optional;

/// How a data set is encoded.
///
/// @param uid the transfer syntax UID
/// @param encoding how the data elements are laid out
/// @param deflated whether the data set is compressed as a whole
/// @param encapsulated whether the pixel data is a list of compressed fragments
public record TransferSyntax(String uid, Encoding encoding, boolean deflated, boolean encapsulated) {
    public static final TransferSyntax IMPLICIT_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2", Encoding.IMPLICIT_LITTLE, false, false);
    public static final TransferSyntax EXPLICIT_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.1", Encoding.EXPLICIT_LITTLE, false, false);
    public static final TransferSyntax DEFLATED_LITTLE_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.1.99", Encoding.EXPLICIT_LITTLE, true, false);
    public static final TransferSyntax EXPLICIT_BIG_ENDIAN =
            new TransferSyntax("1.2.840.10008.1.2.2", Encoding.EXPLICIT_BIG, false, false);

    /// Encapsulated Uncompressed: explicit, native pixels in fragments.
    private static final String ENCAPSULATED_UNCOMPRESSED = "1.2.840.10008.1.2.1.98";

    private static final Map<String, TransferSyntax> PLAIN = Map.of(
            IMPLICIT_LITTLE_ENDIAN.uid,
            IMPLICIT_LITTLE_ENDIAN,
            EXPLICIT_LITTLE_ENDIAN.uid,
            EXPLICIT_LITTLE_ENDIAN,
            DEFLATED_LITTLE_ENDIAN.uid,
            DEFLATED_LITTLE_ENDIAN,
            EXPLICIT_BIG_ENDIAN.uid,
            EXPLICIT_BIG_ENDIAN,
            ENCAPSULATED_UNCOMPRESSED,
            new TransferSyntax(ENCAPSULATED_UNCOMPRESSED, Encoding.EXPLICIT_LITTLE, false, true));

    /// How data elements are laid out.
    public enum Encoding {
        IMPLICIT_LITTLE(false, false),
        EXPLICIT_LITTLE(true, false),
        EXPLICIT_BIG(true, true);

        private final boolean explicit;
        private final boolean bigEndian;

        Encoding(boolean explicit, boolean bigEndian) {
            this.explicit = explicit;
            this.bigEndian = bigEndian;
        }

        /// Whether each element names its value representation.
        public boolean isExplicit() {
            return explicit;
        }

        public boolean isBigEndian() {
            return bigEndian;
        }
    }

    /// The syntax with this UID; empty for private ones, whose layout nobody but their maker knows.
    ///
    /// Every syntax that the standard added under 1.2.840.10008.1.2.4 (JPEG family, video), .5
    /// (RLE), .7 (SMPTE) or .8 (deflated frames) is explicit little endian with fragments, so that
    /// newer ones need no new release here.
    public static Optional<TransferSyntax> of(String uid) {
        TransferSyntax plain = PLAIN.get(uid);
        if (plain != null) {
            return Optional.of(plain);
        }
        boolean fragments = uid.startsWith("1.2.840.10008.1.2.4.")
                || uid.equals("1.2.840.10008.1.2.5")
                || uid.startsWith("1.2.840.10008.1.2.7.")
                || uid.startsWith("1.2.840.10008.1.2.8.");
        return fragments
                ? Optional.of(new TransferSyntax(uid, Encoding.EXPLICIT_LITTLE, false, true))
                : Optional.empty();
    }
}
