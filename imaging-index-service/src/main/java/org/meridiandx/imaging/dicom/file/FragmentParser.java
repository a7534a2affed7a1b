package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;

/// Locates the fragments of a compressed image without reading them.
///
/// **Source**: DICOM PS3.5 section A.4.
final class FragmentParser {
    private static final int ITEM = 0xFFFEE000;
    private static final int SEQUENCE_END = 0xFFFEE0DD;

    private final DicomInput in;
    private final DicomLimits limits;
    private final Set<DicomFinding> findings;
    private long total;

    FragmentParser(DicomInput in, DicomLimits limits, Set<DicomFinding> findings) {
        this.in = in;
        this.limits = limits;
        this.findings = findings;
    }

    /// Reads from the first item, which is the basic offset table, to the sequence delimiter.
    DicomValue.Fragments parse(long end, boolean bigEndian) throws IOException {
        long offset = in.position();
        List<Long> frameOffsets = List.of();
        List<DicomValue.Deferred> found = new ArrayList<>();
        boolean first = true;
        while (in.has(8)) {
            long start = in.position();
            int delimiter = in.peekTag(bigEndian);
            long length = Integer.toUnsignedLong(in.peekInt(4, bigEndian));
            in.consume(8);
            if (delimiter == SEQUENCE_END) {
                return new DicomValue.Fragments(offset, frameOffsets, found);
            }
            if (delimiter != ITEM) {
                throw new DicomException(Reason.MALFORMED_SEQUENCE, start);
            }
            if (length > end - in.position()) {
                break;
            }
            count(1, start);
            if (first) {
                frameOffsets = offsetTable(length, bigEndian);
                first = false;
            } else if (length > 0 && !in.exists(in.position() + length - 1)) {
                break;
            } else {
                found.add(new DicomValue.Deferred(in.position(), length));
                in.skip(length);
            }
        }
        findings.add(DicomFinding.PIXEL_DATA_TRUNCATED);
        in.skip(Math.max(0, in.size() - in.position()));
        return new DicomValue.Fragments(offset, frameOffsets, found);
    }

    /// Counts over all images of a file, icons included, so that the limit holds for the whole.
    private void count(long more, long position) throws DicomException {
        total += more;
        if (total > limits.maxElements()) {
            throw new DicomException(Reason.TOO_MANY_ELEMENTS, position);
        }
    }

    private List<Long> offsetTable(long length, boolean bigEndian) throws IOException {
        if (length % 4 != 0) {
            throw new DicomException(Reason.BAD_LENGTH, in.position());
        }
        count(length / 4, in.position());
        List<Long> offsets = new ArrayList<>((int) length / 4);
        for (long i = 0; i < length; i += 4) {
            in.require(4);
            offsets.add(Integer.toUnsignedLong(in.peekInt(0, bigEndian)));
            in.consume(4);
        }
        return offsets;
    }
}
