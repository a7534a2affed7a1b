package org.meridiandx.result.submission;

import java.util.ArrayList;
import java.util.List;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.matching.Unmatched;

/// What a submission changes.
record SubmissionPlan(
        List<ReportVersion> reports,
        List<ObservationVersion> observations,
        List<SpecimenVersion> specimens,
        List<Unmatched> unmatched,
        List<Submitted> outcomes) {
    SubmissionPlan {
        reports = List.copyOf(reports);
        observations = List.copyOf(observations);
        specimens = List.copyOf(specimens);
        unmatched = List.copyOf(unmatched);
        outcomes = List.copyOf(outcomes);
    }

    List<FiledVersion> filed() {
        var all = new ArrayList<FiledVersion>(reports);
        all.addAll(observations);
        all.addAll(specimens);
        return all;
    }
}
