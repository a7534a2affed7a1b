package org.meridiandx.imaging.studies;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.imaging.header.IncomingInstance;
import org.meridiandx.imaging.store.StorageKey;
import org.meridiandx.imaging.studies.IndexOutcome.Cause;
import org.meridiandx.imaging.studies.InstanceRepository.KnownInstance;
import org.meridiandx.imaging.studies.InstanceRepository.Planned;

/// Decides for each instance of a request whether it goes in, from what is there. No input or
/// output of its own.
final class IndexPlan {
    private final Map<String, Study> studies;
    private final Map<String, List<KnownInstance>> known = new HashMap<>();
    private final Map<StorageKey, IndexOutcome> outcomes = new LinkedHashMap<>();
    private final List<Planned> planned = new ArrayList<>();

    private IndexPlan(Map<String, Study> studies, List<KnownInstance> present) {
        this.studies = studies;
        present.forEach(this::remember);
    }

    /// @param studies by Study Instance UID, every study of the instances among them
    /// @param closed UIDs of the studies that the caller may not add to
    static IndexPlan of(
            List<IncomingInstance> instances,
            Map<String, Study> studies,
            List<KnownInstance> present,
            Set<String> closed) {
        var plan = new IndexPlan(studies, present);
        instances.forEach(instance -> plan.decide(instance, closed));
        // one order for all requests, so that two of them cannot wait for each other
        plan.planned.sort(Comparator.comparing(each -> each.instance().sopUid()));
        return plan;
    }

    List<Planned> planned() {
        return planned;
    }

    Map<StorageKey, IndexOutcome> outcomes() {
        return outcomes;
    }

    /// Another request put the same instance in at the same moment.
    void lose(Planned loser) {
        planned.remove(loser);
        outcomes.put(loser.instance().file().key(), new IndexOutcome.Refused(Cause.SAME_UID_OTHER_CONTENT));
    }

    private void decide(IncomingInstance instance, Set<String> closed) {
        var study = studies.get(instance.study().studyUid());
        if (study == null || closed.contains(instance.study().studyUid())) {
            refuse(instance, Cause.NOT_ALLOWED);
        } else if (isOtherPatient(study, instance)) {
            refuse(instance, Cause.OTHER_PATIENT);
        } else {
            decide(instance, study);
        }
    }

    private void decide(IncomingInstance instance, Study study) {
        var same = known.getOrDefault(instance.sopUid(), List.of());
        var sameBytes = same.stream()
                .anyMatch(each -> Arrays.equals(each.sha256(), instance.file().sha256()));
        if (sameBytes) {
            outcomes.put(
                    instance.file().key(),
                    new IndexOutcome.AlreadyHere(study.ownership().held()));
        } else if (same.stream().allMatch(each -> isOtherEncoding(each, instance))) {
            outcomes.put(
                    instance.file().key(),
                    new IndexOutcome.Indexed(study.ownership().held()));
            planned.add(new Planned(study.id(), instance));
            remember(knownOf(instance));
        } else {
            refuse(instance, Cause.SAME_UID_OTHER_CONTENT);
        }
    }

    /// The same image in another transfer syntax is one more file of the instance; anything else is
    /// another image.
    private static boolean isOtherEncoding(KnownInstance there, IncomingInstance instance) {
        return !there.transferSyntax().equals(instance.transferSyntax())
                && there.studyUid().equals(instance.study().studyUid())
                && there.seriesUid().equals(instance.series().seriesUid())
                && there.sopClass().equals(instance.sopClass())
                && there.shape().equals(instance.shape());
    }

    /// An image that names nobody goes with the others. One that names somebody does not go into a
    /// study that names nobody: the next one might name somebody else.
    ///
    /// **Hazard:** the images of one patient in the study of another.
    private static boolean isOtherPatient(Study study, IncomingInstance instance) {
        var said = instance.study().patientId();
        return !said.isEmpty() && !said.equals(study.attributes().patientId());
    }

    private void refuse(IncomingInstance instance, Cause cause) {
        outcomes.put(instance.file().key(), new IndexOutcome.Refused(cause));
    }

    private void remember(KnownInstance instance) {
        known.computeIfAbsent(instance.sopUid(), uid -> new ArrayList<>()).add(instance);
    }

    private static KnownInstance knownOf(IncomingInstance instance) {
        return new KnownInstance(
                instance.sopUid(),
                instance.study().studyUid(),
                instance.series().seriesUid(),
                instance.sopClass(),
                instance.shape(),
                instance.transferSyntax(),
                instance.file().sha256());
    }
}
