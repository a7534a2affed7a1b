package org.meridiandx.result.submission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.record.entries.EntryContent;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.ResourceColumns;

/// Cuts submissions into groups that can share a transaction: in their order, and such that none of
/// a group has to see what another of it wrote. Where one may (the same report number twice,
/// `If-None-Exist` for an identifier that stood before), a new group begins.
final class SubmissionGroups {
    static final int MAX_SIZE = 250;
    private final List<List<Submission>> groups = new ArrayList<>();
    private final Set<String> reportKeys = new HashSet<>();
    private final Set<String> identifiers = new HashSet<>();

    private SubmissionGroups() {}

    static List<List<Submission>> of(List<Submission> submissions) {
        var groups = new SubmissionGroups();
        submissions.forEach(groups::add);
        return groups.groups;
    }

    private void add(Submission submission) {
        if (groups.isEmpty() || groups.getLast().size() == MAX_SIZE || mustWait(submission)) {
            groups.add(new ArrayList<>());
            reportKeys.clear();
            identifiers.clear();
        }
        groups.getLast().add(submission);
        for (var item : submission.items()) {
            reportKeys.add(keyOf(item));
            ResourceColumns.identifiers(item.json())
                    .forEach(identifier -> identifiers.add(item.type() + "|" + identifier.value()));
            identifiers.add(conditionOf(item));
        }
        reportKeys.remove("");
        identifiers.remove("");
    }

    private boolean mustWait(Submission submission) {
        return submission.items().stream()
                .anyMatch(item -> reportKeys.contains(keyOf(item)) || identifiers.contains(conditionOf(item)));
    }

    private static String keyOf(Submission.Item item) {
        return RecordType.named(item.type())
                .map(type -> item.type() + "|"
                        + EntryKey.of(type, "", item.json(), PatientRef.UNKNOWN, EntryContent.hashOf(item.json()))
                                .key())
                .orElseGet(() -> ReportKey.of(item.json()));
    }

    private static String conditionOf(Submission.Item item) {
        if (item.ifNoneExist().isEmpty()) {
            return "";
        }
        try {
            return item.type() + "|"
                    + IdentifierQuery.parse(item.ifNoneExist().get()).value();
        } catch (ProblemException refusedLater) {
            return "";
        }
    }
}
