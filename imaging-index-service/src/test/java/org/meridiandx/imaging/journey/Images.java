package org.meridiandx.imaging.journey;

import java.util.UUID;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomDatasetBuilder;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.dicom.file.DicomWriter;

/// Makes small synthetic images.
public final class Images {
    private static final DicomUid SECONDARY_CAPTURE = new DicomUid("1.2.840.10008.5.1.4.1.1.7");

    private Images() {}

    public static DicomUid uid() {
        return DicomUid.of(UUID.randomUUID());
    }

    public static DicomDatasetBuilder image(DicomUid study, DicomUid series) {
        return DicomDataset.builder()
                .uid(DicomTag.SOP_CLASS_UID, SECONDARY_CAPTURE)
                .uid(DicomTag.SOP_INSTANCE_UID, uid())
                .uid(DicomTag.STUDY_INSTANCE_UID, study)
                .uid(DicomTag.SERIES_INSTANCE_UID, series)
                .text(DicomTag.PATIENT_NAME, "EXAMPLE^ALEX")
                .text(DicomTag.PATIENT_ID, "9990000018")
                .text(DicomTag.PATIENT_BIRTH_DATE, "19700102")
                .text(DicomTag.STUDY_DATE, "20260105")
                .text(DicomTag.STUDY_TIME, "101500")
                .text(DicomTag.STUDY_DESCRIPTION, "CT chest")
                .text(DicomTag.MODALITY, "CT")
                .text(DicomTag.SERIES_NUMBER, "1")
                .text(DicomTag.INSTANCE_NUMBER, "1")
                .text(DicomTag.BODY_PART_EXAMINED, "CHEST")
                .integers(DicomTag.ROWS, 2)
                .integers(DicomTag.COLUMNS, 2)
                .integers(DicomTag.BITS_ALLOCATED, 16)
                .pixels(new short[] {1, 2, 3, 4});
    }

    public static byte[] file(DicomDatasetBuilder image) {
        return DicomWriter.write(image.build());
    }
}
