package org.meridiandx.imaging.header;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What an image says of its series. Texts are empty where the image says nothing.
///
/// @param performedDate (0040,0244), else the series date
/// @param json DICOM JSON members of the series level, without braces; not to be modified
@SuppressWarnings("ArrayRecordComponent")
public record SeriesAttributes(
        String seriesUid,
        String modality,
        Optional<Integer> number,
        String description,
        String bodyPart,
        Optional<LocalDate> performedDate,
        String performedTime,
        Optional<Instant> startedAt,
        byte[] json) {
    @Override
    public String toString() {
        return "SeriesAttributes[" + seriesUid + "]";
    }
}
