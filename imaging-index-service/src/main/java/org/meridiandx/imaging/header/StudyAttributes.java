package org.meridiandx.imaging.header;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.meridiandx.imaging.matching.Claims;

/// What an image says of its patient and study. Texts are empty where the image says nothing.
///
/// @param studyTime `HHMMSS.FFFFFF`, or empty
/// @param json DICOM JSON members of the study level, without braces; not to be modified
@SuppressWarnings("ArrayRecordComponent")
public record StudyAttributes(
        String studyUid,
        String patientId,
        String patientIssuer,
        String patientName,
        Optional<LocalDate> birthDate,
        String sex,
        String accessionNumber,
        String accessionIssuer,
        Optional<LocalDate> studyDate,
        String studyTime,
        Optional<Instant> startedAt,
        String studyId,
        String description,
        String referrer,
        byte[] json) {

    public Claims claims(String custodian) {
        return new Claims(accessionNumber, patientId, patientIssuer, birthDate, custodian);
    }

    @Override
    public String toString() {
        return "StudyAttributes[…]";
    }
}
