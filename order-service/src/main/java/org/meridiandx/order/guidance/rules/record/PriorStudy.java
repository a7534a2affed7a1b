package org.meridiandx.order.guidance.rules.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An imaging study of the region's index.
///
/// @param id of the ImagingStudy
/// @param modalities of DICOM, such as `CT`
/// @param bodyPart as the images say it; may be empty
/// @param description as the images say it; may be empty
/// @param custodian ODS code of who keeps it; may be empty
/// @param seal whom it may be shown to
public record PriorStudy(
        String id,
        List<String> modalities,
        String bodyPart,
        String description,
        String custodian,
        Optional<Instant> startedAt,
        Seal seal) {
    public PriorStudy {
        modalities = List.copyOf(modalities);
    }

    @Override
    public String toString() {
        return "PriorStudy[" + id + "]";
    }
}
