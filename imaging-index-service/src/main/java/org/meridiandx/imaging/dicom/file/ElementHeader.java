package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.imaging.dicom.DicomDictionary;
import org.meridiandx.imaging.dicom.DicomVr;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;
import org.meridiandx.imaging.dicom.file.TransferSyntax.Encoding;

/// Tag, representation and length of the element that is being read. One object serves all elements
/// of a data set.
final class ElementHeader {
    /// The length of what a delimiter ends.
    static final long UNDEFINED = 0xFFFFFFFFL;

    private static final int DELIMITER_GROUP = 0xFFFE;

    private final DicomInput in;
    private final Set<DicomFinding> findings;
    private boolean pixelsAreSigned;
    private int tag;
    private DicomVr vr = DicomVr.UN;
    private long length;

    ElementHeader(DicomInput in, Set<DicomFinding> findings) {
        this.in = in;
        this.findings = findings;
    }

    int tag() {
        return tag;
    }

    DicomVr vr() {
        return vr;
    }

    long length() {
        return length;
    }

    boolean isDelimiter() {
        return tag >>> 16 == DELIMITER_GROUP;
    }

    /// What Pixel Representation says, on which the representation of some implicitly encoded tags depends.
    void pixelsAreSigned(boolean signed) {
        pixelsAreSigned = signed;
    }

    /// Archives that once knew a tag only from an implicit encoding pass it on as UN (PS3.5 6.2.2
    /// note 2): the bytes are little endian, so that the dictionary's representation fits them.
    DicomVr restoredVr() {
        if (vr != DicomVr.UN) {
            return vr;
        }
        DicomVr standard = DicomDictionary.vr(tag, pixelsAreSigned);
        return standard == DicomVr.SQ ? DicomVr.UN : standard;
    }

    /// Reads the next header; eight bytes are in the window.
    void read(Encoding encoding) throws IOException {
        boolean bigEndian = encoding.isBigEndian();
        tag = in.peekTag(bigEndian);
        if (!encoding.isExplicit() || isDelimiter()) {
            vr = DicomDictionary.vr(tag, pixelsAreSigned);
            length = Integer.toUnsignedLong(in.peekInt(4, bigEndian));
            in.consume(8);
            return;
        }
        vr = explicitVr(in.peekByte(4), in.peekByte(5));
        if (vr.hasWideLength()) {
            in.require(12);
            length = Integer.toUnsignedLong(in.peekInt(8, bigEndian));
            in.consume(12);
        } else {
            length = in.peekUnsignedShort(6, bigEndian);
            in.consume(8);
        }
    }

    /// Representations that the standard adds later have the wide length of UN (PS3.5 section 6.2).
    private DicomVr explicitVr(int first, int second) throws DicomException {
        @Nullable DicomVr known = DicomVr.ofCode(first, second);
        if (known != null) {
            return known;
        }
        if (!isCapital(first) || !isCapital(second)) {
            throw new DicomException(Reason.UNKNOWN_VR, in.position());
        }
        findings.add(DicomFinding.NON_STANDARD_VR);
        return DicomVr.UN;
    }

    private static boolean isCapital(int letter) {
        return letter >= 'A' && letter <= 'Z';
    }
}
