package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.outbox.TimeOrderedIds;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.filing.rules.SupersedeRule;
import org.meridiandx.result.matching.Unmatched;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.submission.ExistingResources.Found;
import org.meridiandx.result.submission.Submitted.Outcome;

/// Decides what becomes of each item, and gives every reference between items its final form.
final class SubmissionPlanner {
    private final Submission submission;
    private final List<Resolved> items;
    private final Found found;
    private final Map<String, Part> parts = new HashMap<>();
    private final Set<String> settledIds = new HashSet<>();
    private final Set<String> changedReports = new HashSet<>();
    private final Map<String, String> reportOf = new HashMap<>();
    private final Map<String, Submitted> outcomes = new HashMap<>();
    private final Map<String, String> finalNames = new HashMap<>();
    private final Map<String, String> lineKeys = new HashMap<>();
    private final List<ReportVersion> reports = new ArrayList<>();
    private final List<ObservationVersion> observations = new ArrayList<>();
    private final List<SpecimenVersion> specimens = new ArrayList<>();
    private final List<Unmatched> unmatched = new ArrayList<>();
    private final EntryPlanner entries;

    private SubmissionPlanner(Submission submission, List<Resolved> items, Found found) {
        this.submission = submission;
        this.items = items;
        this.found = found;
        this.entries = new EntryPlanner(submission, found.entries());
        found.parts()
                .forEach(part -> parts.putIfAbsent(partName(part.reportId(), part.key(), part.isSpecimen()), part));
    }

    static SubmissionPlan plan(Submission submission, List<Resolved> items, Found found) {
        var planner = new SubmissionPlanner(submission, items, found);
        planner.planReports();
        planner.planOthers();
        items.forEach(planner::file);
        return new SubmissionPlan(
                planner.reports,
                planner.observations,
                planner.specimens,
                planner.entries.entries(),
                planner.unmatched,
                items.stream().map(item -> planner.outcome(item)).toList());
    }

    private void planReports() {
        var parts = new ReportParts(submission.items());
        for (var item : items) {
            if (isReport(item)) {
                var outcome = conditional(item).orElseGet(() -> planReport(item));
                settle(item, outcome);
                parts.of(item.item()).forEach(name -> reportOf.putIfAbsent(name, outcome.id()));
            }
        }
    }

    /// The match of `If-None-Exist`.
    private Optional<Submitted> conditional(Resolved item) {
        var matches = found.byPlace().getOrDefault(item.item().place(), List.of());
        if (matches.size() > 1) {
            throw ProblemException.of(
                    ProblemCode.MULTIPLE_MATCHES,
                    "If-None-Exist matches more than one resource. Ask by an identifier that only one has.",
                    item.item().place());
        }
        return matches.stream().findFirst();
    }

    private Submitted planReport(Resolved item) {
        var known = found.byKey().get(ReportKey.of(item.json()));
        if (known == null) {
            return new Submitted(item.type(), TimeOrderedIds.next().toString(), 1, Outcome.CREATED);
        }
        requireSame(known, item);
        return switch (decide(known, item)) {
            case UNCHANGED -> new Submitted(item.type(), known.id(), known.number(), Outcome.EXISTING);
            case SUPERSEDES -> new Submitted(item.type(), known.id(), known.number() + 1, Outcome.UPDATED);
            case STALE -> throw duplicate(item, "A later version of this report is on record.");
        };
    }

    /// Nobody takes the place of another patient's or another organisation's report.
    private void requireSame(OnRecord known, Resolved item) {
        var caller = submission.caller();
        var isOwn = known.organisations().contains(caller.organisation())
                || caller.role().equals("loader");
        if (!isOwn || !known.patient().isSameAs(item.match().patient())) {
            throw duplicate(item, "The number of this report is taken by another one.");
        }
    }

    private SupersedeRule.Decision decide(OnRecord known, Resolved item) {
        var status = ResourceColumns.text(item.json().path("status"));
        var issued = Optional.ofNullable(ResourceColumns.time(item.json().path("issued")))
                .map(OffsetDateTime::toInstant);
        var arriving = new SupersedeRule.Version(status, issued, item.contentHash());
        var decision = SupersedeRule.decide(known.version(), arriving);
        var isPlain = submission.kind() == Submission.Kind.CREATE
                && !SupersedeRule.isCorrection(status)
                && status.equals(known.version().status());
        if (decision == SupersedeRule.Decision.SUPERSEDES && isPlain) {
            throw duplicate(item, "A report with this number and other content is on record.");
        }
        return decision;
    }

    private void planOthers() {
        var counts = new HashMap<String, Integer>();
        for (var item : items) {
            var entry = keyOf(item);
            if (entry.isPresent()) {
                settle(item, conditional(item).orElseGet(() -> entries.plan(item, entry.get())));
            } else if (!isReport(item)) {
                var reportId = reportOf.getOrDefault(item.item().fullUrl(), "");
                var plain = reportId + "|" + ReportParts.lineCode(item);
                var key = plain + "|" + counts.merge(plain, 1, Integer::sum);
                lineKeys.put(item.item().place(), key);
                var outcome = conditional(item)
                        .or(() -> ofOldReport(item, reportId, key))
                        .orElseGet(() ->
                                new Submitted(item.type(), TimeOrderedIds.next().toString(), 1, Outcome.CREATED));
                settle(item, outcome);
            }
        }
    }

    /// A line of a report on record: its next version, or nothing new where the report says nothing
    /// new.
    private Optional<Submitted> ofOldReport(Resolved item, String reportId, String key) {
        var name = partName(reportId, key, item.type().equals("Specimen"));
        return Optional.ofNullable(parts.get(name)).map(part -> {
            var isChanged = changedReports.contains(reportId);
            return new Submitted(
                    item.type(),
                    part.id(),
                    isChanged ? part.version() + 1 : part.version(),
                    isChanged ? Outcome.UPDATED : Outcome.EXISTING);
        });
    }

    private static String partName(String reportId, String key, boolean isSpecimen) {
        return reportId + (isSpecimen ? "|S|" : "|O|") + key;
    }

    private void settle(Resolved item, Submitted outcome) {
        outcomes.put(item.item().place(), outcome);
        settledIds.add(outcome.id());
        if (outcome.outcome() == Outcome.UPDATED) {
            changedReports.add(outcome.id());
        }
        if (!item.item().fullUrl().isEmpty()) {
            finalNames.put(item.item().fullUrl(), outcome.type() + "/" + outcome.id());
        }
        var sentId = ResourceColumns.text(item.json().path("id"));
        if (!sentId.isEmpty()) {
            finalNames.putIfAbsent(item.type() + "/" + sentId, outcome.type() + "/" + outcome.id());
        }
    }

    private Submitted outcome(Resolved item) {
        var outcome = outcomes.get(item.item().place());
        if (outcome == null) {
            throw new IllegalStateException("every item has an outcome");
        }
        return outcome;
    }

    private void file(Resolved item) {
        var outcome = outcome(item);
        if (outcome.outcome() == Outcome.EXISTING) {
            return;
        }
        var reportId = isReport(item)
                ? outcome.id()
                : reportOf.getOrDefault(item.item().fullUrl(), "");
        var patient = found.ownerOf(reportId, item.match().patient());
        var json = completed(item, patient);
        var entry = keyOf(item);
        if (entry.isPresent()) {
            entries.file(item, entry.get(), outcome, json);
            return;
        }
        switch (item.type()) {
            case "DiagnosticReport" -> fileReport(item, outcome, json, patient);
            case "Observation" ->
                observations.add(new ObservationVersion(
                        outcome.id(),
                        outcome.version(),
                        json,
                        patient,
                        organisationsWithCaller(item),
                        reportId,
                        lineKeys.getOrDefault(item.item().place(), ""),
                        item.order().orderId()));
            default ->
                specimens.add(new SpecimenVersion(
                        outcome.id(),
                        outcome.version(),
                        json,
                        patient,
                        organisationsWithCaller(item),
                        reportId,
                        lineKeys.getOrDefault(item.item().place(), "")));
        }
    }

    /// With its patient, and with references between items in their final form.
    private ObjectNode completed(Resolved item, PatientRef patient) {
        var json = item.json().deepCopy();
        if (patient.isKnown()) {
            SubjectReference.set(json, patient);
        }
        for (var reference : References.in(json)) {
            var name = finalNames.get(References.literal(reference));
            if (name != null) {
                reference.put("reference", name);
            }
        }
        return json;
    }

    private void fileReport(Resolved item, Submitted outcome, ObjectNode json, PatientRef patient) {
        found.parts().stream()
                .filter(part -> part.reportId().equals(outcome.id()) && !part.isSpecimen() && isLeftOut(part))
                .forEach(part -> json.withArray("/result").addObject().put("reference", "Observation/" + part.id()));
        reports.add(new ReportVersion(
                outcome.id(),
                outcome.version(),
                json,
                patient,
                item.order(),
                organisationsWithCaller(item),
                ReportKey.of(item.json()),
                item.contentHash()));
        if (!patient.isKnown()) {
            unmatched.add(Unmatched.of(
                    outcome.id(),
                    item.match().reason(),
                    submission.caller().organisation(),
                    item.query(),
                    item.order()));
        }
    }

    private Optional<EntryKey> keyOf(Resolved item) {
        return item.entryKey(submission.caller().organisation());
    }

    private static boolean isReport(Resolved item) {
        return item.type().equals("DiagnosticReport");
    }

    private boolean isLeftOut(Part part) {
        return !settledIds.contains(part.id());
    }

    private Set<String> organisationsWithCaller(Resolved item) {
        var codes = new HashSet<>(item.organisations());
        codes.add(submission.caller().organisation());
        return codes;
    }

    private static ProblemException duplicate(Resolved item, String what) {
        return ProblemException.of(
                ProblemCode.DUPLICATE,
                what + " To correct a report send status amended or corrected, with a later issued time.",
                item.item().place());
    }
}
