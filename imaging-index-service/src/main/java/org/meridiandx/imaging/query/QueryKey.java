package org.meridiandx.imaging.query;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomTag;

/// An attribute that can be searched by.
///
/// @param level where it belongs
/// @param kind how its values are matched
/// @param column SQL expression; a constant of the code, never input
///
/// **Source:** DICOM PS3.18 table 10.6.1-5 (required matching attributes).
record QueryKey(QueryLevel level, Kind kind, String column) {
    private static final Map<DicomTag, QueryKey> KEYS = keys();

    /// How values are matched.
    enum Kind {
        /// As it stands, with `*` and `?`.
        TEXT,
        /// The same whatever the case.
        NAME,
        /// One or a list.
        UID,
        DATE,
        TIME,
        NUMBER,
        /// One of several values of a row.
        MEMBER,
        /// The patient id in the images, or the NHS number of the matched patient.
        PATIENT
    }

    static Optional<QueryKey> of(DicomTag tag) {
        return Optional.ofNullable(KEYS.get(tag));
    }

    private static Map<DicomTag, QueryKey> keys() {
        var keys = new HashMap<DicomTag, QueryKey>();
        study(keys, DicomTag.STUDY_DATE, Kind.DATE, "s.study_date");
        study(keys, DicomTag.STUDY_TIME, Kind.TIME, "s.study_time");
        study(keys, DicomTag.ACCESSION_NUMBER, Kind.TEXT, "s.accession_number");
        study(keys, DicomTag.MODALITIES_IN_STUDY, Kind.MEMBER, "s.modalities");
        study(keys, DicomTag.REFERRING_PHYSICIAN_NAME, Kind.NAME, "s.referrer");
        study(keys, DicomTag.STUDY_DESCRIPTION, Kind.NAME, "s.description");
        study(keys, DicomTag.PATIENT_NAME, Kind.NAME, "s.patient_name");
        study(keys, DicomTag.PATIENT_ID, Kind.PATIENT, "s.dicom_patient_id");
        study(keys, DicomTag.ISSUER_OF_PATIENT_ID, Kind.TEXT, "s.dicom_patient_issuer");
        study(keys, DicomTag.PATIENT_BIRTH_DATE, Kind.DATE, "s.patient_birth_date");
        study(keys, DicomTag.PATIENT_SEX, Kind.TEXT, "s.patient_sex");
        study(keys, DicomTag.STUDY_INSTANCE_UID, Kind.UID, "s.study_uid");
        study(keys, DicomTag.STUDY_ID, Kind.TEXT, "s.study_id_text");
        keys.put(DicomTag.MODALITY, new QueryKey(QueryLevel.SERIES, Kind.TEXT, "e.modality"));
        keys.put(DicomTag.SERIES_INSTANCE_UID, new QueryKey(QueryLevel.SERIES, Kind.UID, "e.series_uid"));
        keys.put(DicomTag.SERIES_NUMBER, new QueryKey(QueryLevel.SERIES, Kind.NUMBER, "e.series_number"));
        keys.put(DicomTag.SERIES_DESCRIPTION, new QueryKey(QueryLevel.SERIES, Kind.NAME, "e.description"));
        keys.put(DicomTag.BODY_PART_EXAMINED, new QueryKey(QueryLevel.SERIES, Kind.TEXT, "e.body_part"));
        keys.put(new DicomTag(0x00400244), new QueryKey(QueryLevel.SERIES, Kind.DATE, "e.performed_date"));
        keys.put(new DicomTag(0x00400245), new QueryKey(QueryLevel.SERIES, Kind.TIME, "e.performed_time"));
        keys.put(DicomTag.SOP_CLASS_UID, new QueryKey(QueryLevel.INSTANCE, Kind.UID, "i.sop_class"));
        keys.put(DicomTag.SOP_INSTANCE_UID, new QueryKey(QueryLevel.INSTANCE, Kind.UID, "i.sop_uid"));
        keys.put(DicomTag.INSTANCE_NUMBER, new QueryKey(QueryLevel.INSTANCE, Kind.NUMBER, "i.instance_number"));
        return Map.copyOf(keys);
    }

    private static void study(Map<DicomTag, QueryKey> keys, DicomTag tag, Kind kind, String column) {
        keys.put(tag, new QueryKey(QueryLevel.STUDY, kind, column));
    }
}
