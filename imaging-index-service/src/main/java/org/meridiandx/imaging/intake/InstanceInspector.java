package org.meridiandx.imaging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.file.DicomException;
import org.meridiandx.imaging.dicom.file.DicomFile;
import org.meridiandx.imaging.dicom.file.DicomFinding;
import org.meridiandx.imaging.dicom.file.DicomLimits;
import org.meridiandx.imaging.dicom.file.DicomReader;
import org.meridiandx.imaging.dicom.file.DicomSource;
import org.meridiandx.imaging.header.InstanceMapper;
import org.meridiandx.imaging.store.ReceivedFile;

/// Says whether a received file may be kept. The rule for each finding stands in
/// `docs/conformance/dicomweb.md`.
@ApplicationScoped
class InstanceInspector {
    /// Longer values than this are not in metadata answers but behind a link.
    private static final int INLINE_BYTES = 8 * 1024;

    private static final DicomReader READER =
            DicomReader.ofAll().withLimits(new DicomLimits(32, 500_000, INLINE_BYTES, 32L << 20, 256L << 20));

    /// Findings that refuse a file: what is kept could not be shown rightly, or could be taken for
    /// something else.
    private static final Map<DicomFinding, String> REFUSED = refused();

    private static final List<DicomTag> IDENTITY = List.of(
            DicomTag.STUDY_INSTANCE_UID,
            DicomTag.SERIES_INSTANCE_UID,
            DicomTag.SOP_INSTANCE_UID,
            DicomTag.SOP_CLASS_UID);

    /// @param study the only Study Instance UID that is welcome; empty where any is
    /// @throws IOException if the disk fails; never because of what is in the file
    Inspection inspect(ReceivedFile file, Optional<DicomUid> study) throws IOException {
        try (var channel = FileChannel.open(file.content(), StandardOpenOption.READ)) {
            return judge(READER.read(DicomSource.of(channel)), file, study);
        } catch (DicomException unreadable) {
            return new Inspection.Unfit("", "", failureOf(unreadable));
        }
    }

    private static StowFailure failureOf(DicomException unreadable) {
        var text = unreadable.reason().text() + " (at byte " + unreadable.offset() + ")";
        if (unreadable.reason() == DicomException.Reason.UNSUPPORTED_TRANSFER_SYNTAX) {
            return StowFailure.transferSyntax(text);
        }
        return unreadable.reason().isLimit() ? StowFailure.tooMuch(text) : StowFailure.unreadable(text);
    }

    private static Inspection judge(DicomFile dicom, ReceivedFile file, Optional<DicomUid> study) {
        var failure = faultOf(dicom, study);
        if (failure.isPresent()) {
            return new Inspection.Unfit(
                    dicom.sopClassUid().map(DicomUid::value).orElse(""),
                    dicom.sopInstanceUid().map(DicomUid::value).orElse(""),
                    failure.get());
        }
        return new Inspection.Fit(InstanceMapper.map(dicom, file));
    }

    private static Optional<StowFailure> faultOf(DicomFile dicom, Optional<DicomUid> study) {
        for (var finding : REFUSED.entrySet()) {
            if (dicom.findings().contains(finding.getKey())) {
                return Optional.of(StowFailure.unreadable(finding.getValue()));
            }
        }
        for (var tag : IDENTITY) {
            if (dicom.dataset().uid(tag).isEmpty()) {
                return Optional.of(StowFailure.unreadable(tag.keyword().orElse(tag.hex())
                        + " is missing, so that nobody could find it. Directories (DICOMDIR) are not stored"));
            }
        }
        return study.filter(wanted -> !dicom.studyInstanceUid().equals(Optional.of(wanted)))
                .map(wanted -> StowFailure.inconsistent("The Study Instance UID is not the one in the address"));
    }

    private static Map<DicomFinding, String> refused() {
        var refused = new EnumMap<DicomFinding, String>(DicomFinding.class);
        refused.put(
                DicomFinding.PIXEL_DATA_TRUNCATED,
                "The pixel data is cut off: the transfer broke. Send the whole file");
        refused.put(
                DicomFinding.TRANSFER_SYNTAX_MISMATCH,
                "The data set is not encoded as its Transfer Syntax UID says. Correct the file meta information");
        refused.put(
                DicomFinding.PIXEL_DATA_MISMATCH,
                "The pixel data is compressed or not, against its Transfer Syntax UID. Correct the file meta"
                        + " information");
        refused.put(
                DicomFinding.INVALID_UID,
                "A UID is not valid: at most 64 digits and dots, no component with a leading zero");
        refused.put(
                DicomFinding.DUPLICATE_ELEMENT,
                "A data element is there twice, so that two readers may see different values. Remove one");
        return refused;
    }
}
