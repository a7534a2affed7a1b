package org.meridiandx.result.intake;

import java.util.List;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.matching.Unmatched;

/// What one message changes.
///
/// @param unmatched reports that go into the queue
record FilingPlan(
        List<ReportVersion> reports,
        List<ObservationVersion> observations,
        List<SpecimenVersion> specimens,
        List<Unmatched> unmatched) {
    FilingPlan {
        reports = List.copyOf(reports);
        observations = List.copyOf(observations);
        specimens = List.copyOf(specimens);
        unmatched = List.copyOf(unmatched);
    }
}
