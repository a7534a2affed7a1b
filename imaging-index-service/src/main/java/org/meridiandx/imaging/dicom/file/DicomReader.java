package org.meridiandx.imaging.dicom.file;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;
import org.meridiandx.imaging.dicom.file.DicomException.Reason;
import org.meridiandx.imaging.dicom.file.TransferSyntax.Encoding;

/// Reads DICOM files. Immutable and thread safe; a source belongs to one call at a time.
///
/// It takes Part 10 files, files whose preamble or meta information is missing, and bare data sets.
/// The encoding is taken from the first element where that contradicts the transfer syntax, and
/// said so as a finding.
///
/// **Source**: DICOM PS3.10 section 7, PS3.5 section 7 and annex A.
public final class DicomReader {
    private static final int PREAMBLE = 128;
    private static final int PREFIX = 4;
    private static final int PREFIX_VALUE = 0x4449434D; // "DICM"
    private static final int META_GROUP = 0x0002;
    private static final List<DicomTag> KEY_UIDS = List.of(
            DicomTag.STUDY_INSTANCE_UID,
            DicomTag.SERIES_INSTANCE_UID,
            DicomTag.SOP_INSTANCE_UID,
            DicomTag.SOP_CLASS_UID);

    /// How far the reader goes.
    public enum Extent {
        /// Up to the pixel data, of which only start and length are recorded: for indexing.
        HEADER,
        /// To the end, with every fragment of the pixel data located: for storing and serving frames.
        ALL
    }

    private final DicomLimits limits;
    private final Extent extent;
    private final boolean strictUids;

    private DicomReader(DicomLimits limits, Extent extent, boolean strictUids) {
        this.limits = limits;
        this.extent = extent;
        this.strictUids = strictUids;
    }

    /// A reader with the default limits that stops at the pixel data and reports bad UIDs as findings.
    public static DicomReader ofHeader() {
        return new DicomReader(DicomLimits.DEFAULT, Extent.HEADER, false);
    }

    /// A reader with the default limits that reads to the end and reports bad UIDs as findings.
    public static DicomReader ofAll() {
        return new DicomReader(DicomLimits.DEFAULT, Extent.ALL, false);
    }

    public DicomReader withLimits(DicomLimits newLimits) {
        return new DicomReader(newLimits, extent, strictUids);
    }

    /// A reader that refuses a file with an invalid study, series, instance or SOP class UID.
    public DicomReader withStrictUids() {
        return new DicomReader(limits, extent, true);
    }

    /// Reads a file.
    ///
    /// @throws DicomException if it cannot be read as DICOM or goes beyond a limit
    /// @throws IOException if the source fails
    public DicomFile read(DicomSource source) throws IOException {
        return read(source, new DicomSpans(Set.of()));
    }

    /// Where the value of an element lies in the data set: in the file, unless that is deflated.
    public record Span(long offset, long length) {}

    /// Reads a file, and says where the values of some elements lie, at whatever depth.
    ///
    /// @throws DicomException if it cannot be read as DICOM, goes beyond a limit, or is deflated and
    ///     holds one of them: there the values have no place of their own
    /// @throws IOException if the source fails
    public List<Span> locate(DicomSource source, Set<DicomTag> tags) throws IOException {
        var spans = new DicomSpans(tags);
        if (read(source, spans).transferSyntax().deflated() && !spans.found().isEmpty()) {
            throw new DicomException(Reason.UNSUPPORTED_TRANSFER_SYNTAX, 0);
        }
        return spans.found();
    }

    private DicomFile read(DicomSource source, DicomSpans spans) throws IOException {
        Set<DicomFinding> findings = EnumSet.noneOf(DicomFinding.class);
        var in = new DicomInput(source);
        long start = start(in, findings);
        in.skip(start - in.position());
        var metaParser = new DatasetParser(in, Encoding.EXPLICIT_LITTLE, limits, Extent.ALL, findings);
        DicomDataset meta = metaParser.parseMeta();
        if (meta.isEmpty()) {
            findings.add(DicomFinding.NO_META);
        } else if (meta.get(new DicomTag(0x00020000)).isEmpty()) {
            findings.add(DicomFinding.NO_META_GROUP_LENGTH);
        }
        TransferSyntax declared = declaredSyntax(meta, in, findings);
        if (declared.deflated()) {
            try (var inflated = new InflatedSource(source, in.position(), limits.maxInflatedBytes())) {
                return readDataset(new DicomInput(inflated), new Before(meta, declared, findings), spans);
            }
        }
        return readDataset(in, new Before(meta, declared, findings), spans);
    }

    /// What is known before the data set begins.
    private record Before(DicomDataset meta, TransferSyntax declared, Set<DicomFinding> findings) {}

    private DicomFile readDataset(DicomInput in, Before before, DicomSpans spans) throws IOException {
        var findings = before.findings();
        var declared = before.declared();
        if (!in.has(8)) {
            throw new DicomException(Reason.TRUNCATED, in.position());
        }
        TransferSyntax syntax = declared;
        Encoding seen = sniff(in).orElse(declared.encoding());
        if (seen != declared.encoding()) {
            findings.add(DicomFinding.TRANSFER_SYNTAX_MISMATCH);
            syntax = plainSyntax(seen);
        }
        var parser = new DatasetParser(in, seen, limits, extent, findings).locating(spans);
        DicomDataset dataset = parser.parseDataset();
        checkUids(dataset, findings);
        var file = new DicomFile(before.meta(), dataset, syntax, findings);
        return compareWithPixelData(file, findings);
    }

    private static DicomFile compareWithPixelData(DicomFile file, Set<DicomFinding> findings) {
        TransferSyntax syntax = file.transferSyntax();
        boolean mismatch = file.pixelData()
                .filter(pixels -> isInFragments(pixels) != syntax.encapsulated())
                .isPresent();
        if (!mismatch) {
            return file;
        }
        findings.add(DicomFinding.PIXEL_DATA_MISMATCH);
        return new DicomFile(file.meta(), file.dataset(), syntax, findings);
    }

    private static boolean isInFragments(DicomElement pixels) {
        return pixels.value() instanceof DicomValue.Fragments
                || pixels.value() instanceof DicomValue.Deferred(long offset, long length)
                        && length == DicomValue.UNDEFINED_LENGTH;
    }

    private void checkUids(DicomDataset dataset, Set<DicomFinding> findings) throws DicomException {
        for (DicomTag tag : KEY_UIDS) {
            if (dataset.string(tag).filter(uid -> !DicomUid.isValid(uid)).isPresent()) {
                if (strictUids) {
                    throw new DicomException(Reason.INVALID_UID, 0);
                }
                findings.add(DicomFinding.INVALID_UID);
            }
        }
    }

    /// Where the meta information or the data set starts.
    private static long start(DicomInput in, Set<DicomFinding> findings) throws IOException {
        if (in.has(PREAMBLE + PREFIX) && in.peekInt(PREAMBLE, true) == PREFIX_VALUE) {
            return PREAMBLE + PREFIX;
        }
        findings.add(DicomFinding.NO_PREAMBLE);
        if (!in.has(8)) {
            throw new DicomException(Reason.NOT_DICOM, 0);
        }
        if (in.peekInt(0, true) == PREFIX_VALUE) {
            return PREFIX;
        }
        int little = in.peekUnsignedShort(0, false);
        int big = in.peekUnsignedShort(0, true);
        boolean starts = little == META_GROUP || little == 0x0008 || big == 0x0008;
        if (!starts || sniff(in).isEmpty()) {
            throw new DicomException(Reason.NOT_DICOM, 0);
        }
        return 0;
    }

    private static TransferSyntax declaredSyntax(DicomDataset meta, DicomInput in, Set<DicomFinding> findings)
            throws IOException {
        Optional<String> uid = meta.string(DicomTag.TRANSFER_SYNTAX_UID);
        if (uid.isPresent()) {
            return TransferSyntax.of(uid.get())
                    .orElseThrow(() -> new DicomException(Reason.UNSUPPORTED_TRANSFER_SYNTAX, in.position()));
        }
        if (!meta.isEmpty()) {
            findings.add(DicomFinding.NO_TRANSFER_SYNTAX);
        }
        in.require(8);
        return sniff(in)
                .map(DicomReader::plainSyntax)
                .orElseThrow(() -> new DicomException(Reason.NOT_DICOM, in.position()));
    }

    private static TransferSyntax plainSyntax(Encoding encoding) {
        return switch (encoding) {
            case IMPLICIT_LITTLE -> TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
            case EXPLICIT_LITTLE -> TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
            case EXPLICIT_BIG -> TransferSyntax.EXPLICIT_BIG_ENDIAN;
        };
    }

    /// The encoding that the eight bytes of the first element's header show.
    ///
    /// A data set starts with a low group, whose number tells the byte order, and with a short
    /// element: where an implicit length would be, two capital letters mean at least 16,705 bytes,
    /// so that they are a representation.
    private static Optional<Encoding> sniff(DicomInput in) {
        boolean lettered = DicomVr.ofCode(in.peekByte(4), in.peekByte(5)) != null;
        int little = in.peekUnsignedShort(0, false);
        int big = in.peekUnsignedShort(0, true);
        if (little > 0 && little <= 0xFF) {
            long length = Integer.toUnsignedLong(in.peekInt(4, false));
            boolean fits = length == 0xFFFFFFFFL || length <= in.size() - in.position() - 8;
            if (lettered) {
                return Optional.of(Encoding.EXPLICIT_LITTLE);
            }
            return fits ? Optional.of(Encoding.IMPLICIT_LITTLE) : Optional.empty();
        }
        return lettered && big > 0 && big <= 0xFF ? Optional.of(Encoding.EXPLICIT_BIG) : Optional.empty();
    }
}
