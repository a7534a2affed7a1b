package org.meridiandx.imaging.dicom.file;

import java.util.Optional;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;

/// What was read of a file: everything but the pixel data, and where that is.
///
/// @param meta the file meta information, empty if the file has none
/// @param dataset the data set; long values and the pixel data are `Deferred` or `Fragments`
/// @param transferSyntax how the data set is encoded in truth, if need be against what the file says
/// @param findings what is wrong with the file though it can be read
public record DicomFile(
        DicomDataset meta, DicomDataset dataset, TransferSyntax transferSyntax, Set<DicomFinding> findings) {

    public DicomFile {
        findings = Set.copyOf(findings);
    }

    public Optional<DicomUid> studyInstanceUid() {
        return dataset.uid(DicomTag.STUDY_INSTANCE_UID);
    }

    public Optional<DicomUid> seriesInstanceUid() {
        return dataset.uid(DicomTag.SERIES_INSTANCE_UID);
    }

    public Optional<DicomUid> sopInstanceUid() {
        return dataset.uid(DicomTag.SOP_INSTANCE_UID);
    }

    public Optional<DicomUid> sopClassUid() {
        return dataset.uid(DicomTag.SOP_CLASS_UID);
    }

    /// The element that holds the image; its value is `Deferred`, or `Fragments` if it is
    /// compressed and was located.
    public Optional<DicomElement> pixelData() {
        return dataset.elements().reversed().stream()
                .takeWhile(element -> element.tag().compareTo(DicomTag.FLOAT_PIXEL_DATA) >= 0)
                .filter(element -> element.tag().isPixelData())
                .findFirst();
    }
}
