package org.meridiandx.result.submission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.meridiandx.result.filing.FiledVersion;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.matching.Unmatched;
import org.meridiandx.result.record.entries.EntryVersion;

/// What a submission changes.
record SubmissionPlan(
        List<ReportVersion> reports,
        List<ObservationVersion> observations,
        List<SpecimenVersion> specimens,
        List<EntryVersion> entries,
        List<Unmatched> unmatched,
        List<Submitted> outcomes) {
    SubmissionPlan {
        reports = List.copyOf(reports);
        observations = List.copyOf(observations);
        specimens = List.copyOf(specimens);
        entries = List.copyOf(entries);
        unmatched = List.copyOf(unmatched);
        outcomes = List.copyOf(outcomes);
    }

    /// What several change, as if it were one.
    static SubmissionPlan together(Collection<SubmissionPlan> plans) {
        return new SubmissionPlan(
                all(plans, SubmissionPlan::reports),
                all(plans, SubmissionPlan::observations),
                all(plans, SubmissionPlan::specimens),
                all(plans, SubmissionPlan::entries),
                all(plans, SubmissionPlan::unmatched),
                all(plans, SubmissionPlan::outcomes));
    }

    private static <T> List<T> all(Collection<SubmissionPlan> plans, Function<SubmissionPlan, List<T>> part) {
        return plans.stream().flatMap(plan -> part.apply(plan).stream()).toList();
    }

    List<FiledVersion> filed() {
        var all = new ArrayList<FiledVersion>(reports);
        all.addAll(observations);
        all.addAll(specimens);
        all.addAll(entries);
        return all;
    }
}
