package org.meridiandx.imaging.studies;

import java.time.Instant;
import java.util.Optional;

/// One series as an ImagingStudy tells of it.
record SeriesSummary(
        String seriesUid,
        Optional<Integer> number,
        String modality,
        String description,
        String bodyPart,
        Optional<Instant> startedAt,
        int instanceCount) {}
