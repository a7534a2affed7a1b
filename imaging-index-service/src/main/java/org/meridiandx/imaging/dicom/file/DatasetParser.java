package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomCharacterSet;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;
import org.meridiandx.imaging.dicom.file.TransferSyntax.Encoding;

/// Turns the encoded elements of one data set into a `DicomDataset`, within the limits.
final class DatasetParser {
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;
    private static final int META_GROUP = 0x0002;

    private final DicomInput in;
    private final DicomLimits limits;
    private final DicomReader.Extent extent;
    private final Set<DicomFinding> findings;
    private final FragmentParser fragments;
    private final ElementHeader header;
    private DicomSpans spans = new DicomSpans(Set.of());
    private Encoding encoding;
    private boolean bigEndian;
    private boolean stopped;
    private int elements;
    private long keptBytes;

    DatasetParser(
            DicomInput in,
            Encoding encoding,
            DicomLimits limits,
            DicomReader.Extent extent,
            Set<DicomFinding> findings) {
        this.in = in;
        this.encoding = encoding;
        this.bigEndian = encoding.isBigEndian();
        this.limits = limits;
        this.extent = extent;
        this.findings = findings;
        this.fragments = new FragmentParser(in, limits, findings);
        this.header = new ElementHeader(in, findings);
    }

    /// Says where these values lie, too.
    DatasetParser locating(DicomSpans wanted) {
        spans = wanted;
        return this;
    }

    /// Reads elements as long as they are of group 0002: the group's stated length is not to be relied on.
    DicomDataset parseMeta() throws IOException {
        var into = new DicomDataset.Collector(DicomCharacterSet.DEFAULT);
        while (in.has(8) && in.peekTag(false) >>> 16 == META_GROUP) {
            header.read(encoding);
            into.add(new DicomElement(new DicomTag(header.tag()), header.vr(), readValue(in.size(), 0, into)));
        }
        return into.build();
    }

    /// Reads to the end of the input, or to the pixel data where that is the extent.
    DicomDataset parseDataset() throws IOException {
        var into = new DicomDataset.Collector(DicomCharacterSet.DEFAULT);
        while (!stopped && in.has(1)) {
            if (isTrailer(into)) {
                findings.add(DicomFinding.TRAILING_BYTES);
                break;
            }
            if (into.isOutOfOrder(DicomTag.PIXEL_DATA)) {
                parseAfterPixels(into);
            } else {
                in.require(8);
                parseElement(into, in.size(), 0);
            }
        }
        return into.build();
    }

    /// What follows the pixel data is mostly padding; garbage there costs nobody the image.
    private void parseAfterPixels(DicomDataset.Collector into) throws IOException {
        try {
            parseElement(into, in.size(), 0);
        } catch (DicomException e) {
            if (e.reason().isLimit()) {
                throw e;
            }
            findings.add(DicomFinding.TRAILING_BYTES);
            stopped = true;
        }
    }

    /// Whether what follows the data set is padding or garbage: after the pixel data, or a run of zeros.
    private boolean isTrailer(DicomDataset.Collector into) throws IOException {
        if (into.isEmpty()) {
            return false;
        }
        boolean afterPixels = into.isOutOfOrder(DicomTag.PIXEL_DATA);
        if (!in.has(8)) {
            return afterPixels || in.peekByte(0) == 0;
        }
        int next = in.peekTag(bigEndian);
        return next == 0 || afterPixels && Integer.compareUnsigned(next, DicomTag.PIXEL_DATA.value()) <= 0;
    }

    private void parseElement(DicomDataset.Collector into, long end, int depth) throws IOException {
        long start = in.position();
        if (++elements > limits.maxElements()) {
            throw new DicomException(Reason.TOO_MANY_ELEMENTS, start);
        }
        header.read(encoding);
        if (header.isDelimiter()) {
            throw new DicomException(Reason.MISPLACED_DELIMITER, start);
        }
        var elementTag = new DicomTag(header.tag());
        DicomVr elementVr = header.restoredVr();
        long valueStart = in.position();
        DicomValue value = depth == 0 && elementTag.isPixelData() ? pixelData() : readValue(end, depth, into);
        if (value instanceof DicomValue.Bytes || value instanceof DicomValue.Deferred) {
            spans.add(elementTag, valueStart, in.position());
        }
        if (value instanceof DicomValue.Items) {
            elementVr = DicomVr.SQ;
        } else if (elementTag.equals(DicomTag.PIXEL_REPRESENTATION) && value instanceof DicomValue.Bytes(byte[] data)) {
            header.pixelsAreSigned(data.length > 0 && data[0] == 1);
        }
        if (into.isOutOfOrder(elementTag)) {
            findings.add(DicomFinding.OUT_OF_ORDER);
        }
        if (!into.add(new DicomElement(elementTag, elementVr, value))) {
            findings.add(DicomFinding.DUPLICATE_ELEMENT);
        }
    }

    private DicomValue readValue(long end, int depth, DicomDataset.Collector around) throws IOException {
        DicomVr valueVr = header.vr();
        long length = header.length();
        if (length == ElementHeader.UNDEFINED) {
            return readUndefined(valueVr, end, depth, around);
        }
        checkLength(end);
        if (valueVr == DicomVr.SQ) {
            return new DicomValue.Items(items(in.position() + length, false, depth, around.characterSet()));
        }
        if ((length & 1) != 0) {
            findings.add(DicomFinding.ODD_LENGTH);
        }
        if (length == 0) {
            return DicomValue.Bytes.EMPTY;
        }
        if (length > limits.maxValueBytes()) {
            return deferred();
        }
        keptBytes += length;
        if (keptBytes > limits.maxKeptBytes()) {
            throw new DicomException(Reason.TOO_MUCH_DATA, in.position());
        }
        byte[] data = in.bytes((int) length);
        if (bigEndian) {
            ByteSwap.inPlace(data, valueVr.unitBytes());
        }
        return new DicomValue.Bytes(data);
    }

    private void checkLength(long end) throws DicomException {
        if (header.length() > end - in.position()) {
            throw new DicomException(end == in.size() ? Reason.TRUNCATED : Reason.LENGTH_OVERRUN, in.position());
        }
    }

    /// A value that a delimiter ends: a sequence, one hidden in UN (then implicit inside), or a
    /// compressed image.
    private DicomValue readUndefined(DicomVr valueVr, long end, int depth, DicomDataset.Collector around)
            throws IOException {
        if (valueVr == DicomVr.SQ) {
            return new DicomValue.Items(items(end, true, depth, around.characterSet()));
        }
        if (valueVr == DicomVr.UN) {
            Encoding outer = encoding;
            use(Encoding.IMPLICIT_LITTLE);
            var items = new DicomValue.Items(items(end, true, depth, around.characterSet()));
            use(outer);
            return items;
        }
        if (header.tag() == DicomTag.PIXEL_DATA.value()) {
            return fragments.parse(end, bigEndian);
        }
        throw new DicomException(Reason.BAD_LENGTH, in.position());
    }

    private void use(Encoding other) {
        encoding = other;
        bigEndian = other.isBigEndian();
    }

    private DicomValue deferred() throws IOException {
        long offset = in.position();
        long bytes = header.length();
        if (!in.exists(offset + bytes - 1)) {
            throw new DicomException(Reason.TRUNCATED, offset);
        }
        in.skip(bytes);
        return new DicomValue.Deferred(offset, bytes);
    }

    private DicomValue pixelData() throws IOException {
        long offset = in.position();
        long length = header.length();
        boolean encapsulated = length == ElementHeader.UNDEFINED;
        if (extent == DicomReader.Extent.HEADER) {
            stopped = true;
            if (!encapsulated && in.size() - offset < length) {
                findings.add(DicomFinding.PIXEL_DATA_TRUNCATED);
            }
            return new DicomValue.Deferred(offset, encapsulated ? DicomValue.UNDEFINED_LENGTH : length);
        }
        if (encapsulated) {
            return fragments.parse(in.size(), bigEndian);
        }
        if (length > 0 && !in.exists(offset + length - 1)) {
            findings.add(DicomFinding.PIXEL_DATA_TRUNCATED);
            stopped = true;
        }
        in.skip(length);
        return new DicomValue.Deferred(offset, length);
    }

    private List<DicomDataset> items(long end, boolean delimited, int depth, DicomCharacterSet characterSet)
            throws IOException {
        if (depth + 1 > limits.maxDepth()) {
            throw new DicomException(Reason.TOO_DEEP, in.position());
        }
        List<DicomDataset> items = new ArrayList<>();
        while (delimited || in.position() < end) {
            long start = in.position();
            in.require(8);
            int delimiter = in.peekTag(bigEndian);
            long itemLength = Integer.toUnsignedLong(in.peekInt(4, bigEndian));
            in.consume(8);
            if (delimiter == SEQUENCE_END && delimited) {
                return items;
            }
            boolean overruns = itemLength != ElementHeader.UNDEFINED && itemLength > end - in.position();
            if (delimiter != ITEM || in.position() > end || overruns) {
                throw new DicomException(overruns ? Reason.LENGTH_OVERRUN : Reason.MALFORMED_SEQUENCE, start);
            }
            if (++elements > limits.maxElements()) {
                throw new DicomException(Reason.TOO_MANY_ELEMENTS, start);
            }
            boolean itemDelimited = itemLength == ElementHeader.UNDEFINED;
            items.add(item(itemDelimited ? end : in.position() + itemLength, itemDelimited, depth + 1, characterSet));
        }
        return items;
    }

    private DicomDataset item(long end, boolean delimited, int depth, DicomCharacterSet characterSet)
            throws IOException {
        var into = new DicomDataset.Collector(characterSet);
        while (delimited || in.position() < end) {
            in.require(8);
            if (delimited && in.peekTag(bigEndian) == ITEM_END) {
                in.consume(8);
                return into.build();
            }
            parseElement(into, end, depth);
        }
        if (in.position() > end) {
            throw new DicomException(Reason.LENGTH_OVERRUN, in.position());
        }
        return into.build();
    }
}
