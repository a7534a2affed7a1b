package org.meridiandx.result.intake;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.outbox.TimeOrderedIds;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.filing.rules.SupersedeRule;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.matching.Unmatched;
import org.meridiandx.result.oru.Addenda;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.resources.ResourceColumns;

/// Decides what becomes of each draft: a new report, the next version of one on record, or nothing.
///
/// A line of the version on record that the later message does not repeat stays part of the report:
/// laboratories send single lines again, and a result that vanishes in silence is worse than one
/// that stands too long.
final class FilingPlanner {
    private final MatchedMessage message;
    private final Map<String, OnRecord> onRecord;
    private final Map<String, List<Part>> parts = new HashMap<>();
    private final List<ReportVersion> reports = new ArrayList<>();
    private final List<ObservationVersion> observations = new ArrayList<>();
    private final List<SpecimenVersion> specimens = new ArrayList<>();
    private final List<Unmatched> unmatched = new ArrayList<>();
    private final Map<String, FiledReports.Filed> prior;
    private ParentLinks links = new ParentLinks();

    private FilingPlanner(MatchedMessage message, OnFile file) {
        this.message = message;
        this.onRecord = file.reports();
        this.prior = file.prior();
        file.parts()
                .forEach(part -> this.parts
                        .computeIfAbsent(part.reportId(), id -> new ArrayList<>())
                        .add(part));
    }

    /// What is on file already under the keys of a message.
    ///
    /// @param reports by key
    /// @param parts lines and specimens of these
    /// @param prior those whose content the message adds to or withdraws, by id
    record OnFile(Map<String, OnRecord> reports, List<Part> parts, Map<String, FiledReports.Filed> prior) {
        OnFile {
            reports = Map.copyOf(reports);
            parts = List.copyOf(parts);
            prior = Map.copyOf(prior);
        }
    }

    static FilingPlan plan(MatchedMessage message, OnFile file) {
        var planner = new FilingPlanner(message, file);
        for (var patient : message.patients()) {
            planner.links = new ParentLinks();
            patient.reports().forEach(report -> planner.plan(patient, report));
            planner.links.link();
        }
        return new FilingPlan(planner.reports, planner.observations, planner.specimens, planner.unmatched);
    }

    private void plan(MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var known = Optional.ofNullable(onRecord.get(report.draft().key()));
        var isAddendum =
                report.draft().document().filter(Drafts.Document::isAddendum).isPresent();
        if (isAddendum ? isWithdrawnAlready(report) : known.isEmpty() && withdraw(patient, report)) {
            return;
        }
        if (known.isEmpty()) {
            var whole = isAddendum ? report.with(Addenda.alone(report.draft().json()), "") : report;
            add(new Target(TimeOrderedIds.next().toString(), 1, report.draft().key(), patient.match()), patient, whole);
        } else if (Belonging.isOfAnother(known.get().patient(), patient)) {
            addClash(patient, report);
        } else if (isAddendum) {
            append(known.get(), patient, report);
        } else {
            replace(known.get(), patient, report);
        }
    }

    private void replace(OnRecord known, MatchedMessage.Patient patient, MatchedMessage.Report arriving) {
        var before = Optional.ofNullable(prior.get(known.id()));
        var report = before.map(filed -> Withdrawn.mended(filed, arriving)).orElse(arriving);
        if (!isNews(known, patient, report.draft())) {
            links.onRecord(known.id(), report.draft(), parts.getOrDefault(known.id(), List.of()));
            return;
        }
        addNext(known, patient, withAddenda(known, report));
        before.filter(filed -> report.draft().document().isPresent())
                .ifPresent(filed -> observations.addAll(
                        Restricted.lines(filed, report.draft().json(), observations)));
    }

    /// Also where a report that waits for its patient comes again, with numbers that name one: it
    /// waits by those from now on.
    private static boolean isNews(OnRecord known, MatchedMessage.Patient arriving, Drafts.Report draft) {
        return switch (decide(known, draft)) {
            case SUPERSEDES -> true;
            case STALE -> false;
            case UNCHANGED -> !known.patient().isKnown() && arriving.match() instanceof PatientMatch.Found;
        };
    }

    private void append(OnRecord known, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var before = prior.get(known.id());
        var number = report.draft().document().map(Drafts.Document::number).orElse("");
        if (before != null) {
            Addenda.append(before.report().json(), report.draft().json(), number)
                    .ifPresent(json -> addNext(known, patient, report.onTopOf(before.report(), json)));
        }
    }

    private boolean isWithdrawnAlready(MatchedMessage.Report addendum) {
        return addendum.draft()
                .document()
                .map(document -> onRecord.get(document.other()))
                .filter(cancel -> Withdrawn.isWithdrawn(cancel.version().status()))
                .isPresent();
    }

    /// The cancel of a document that is an addendum takes it out of the report that it adds to.
    private boolean withdraw(MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var document = report.draft().document().filter(found -> !found.other().isEmpty());
        var known = document.map(found -> onRecord.get(found.other()));
        var before = known.map(found -> prior.get(found.id()));
        if (before.isEmpty() || Belonging.isOfAnother(known.get().patient(), patient)) {
            return false;
        }
        var number = document.get().number();
        var rest = Addenda.withdraw(before.get().report().json(), number);
        rest.ifPresent(json -> {
            addNext(known.get(), patient, report.onTopOf(before.get().report(), json));
            observations.addAll(Withdrawn.linesOfAddendum(before.get(), number, observations));
        });
        return rest.isPresent();
    }

    private MatchedMessage.Report withAddenda(OnRecord known, MatchedMessage.Report report) {
        var before = prior.get(known.id());
        return before == null || report.draft().document().isEmpty()
                ? report
                : report.with(
                        Addenda.keep(before.report().json(), report.draft().json()),
                        report.draft().contentHash());
    }

    /// The number names another patient's report: a person has to look, and nobody sees it
    /// meanwhile.
    private void addClash(MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var target = new Target(TimeOrderedIds.next().toString(), 1, "", new PatientMatch.Unknown());
        add(target, patient, report);
        unmatched.removeLast();
        unmatched.add(entry(target, "number-of-another-patient", patient, report));
    }

    /// The patient on record stays, so that all versions and lines of a report belong to one.
    private void addNext(OnRecord known, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var match = known.patient().isKnown() ? new PatientMatch.Found(known.patient()) : new PatientMatch.Unknown();
        add(new Target(known.id(), known.number() + 1, known.key(), match), patient, report);
        var status = ResourceColumns.text(report.draft().json().path("status"));
        var before = prior.get(known.id());
        if (before != null && Withdrawn.isWithdrawn(status)) {
            observations.addAll(Withdrawn.lines(before, status, observations));
        }
    }

    private void add(Target target, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var draft = report.draft();
        var owner = target.match().patient();
        var organisations = organisations(report);
        var json = draft.json();
        Belonging.subject(json, owner, patient.draft());
        Belonging.basedOn(json, report);
        var old = parts.getOrDefault(target.id(), List.of());
        var samples = addSpecimens(target, report, organisations, old, patient.draft());
        samples.forEach(id -> json.withArray("/specimen").addObject().put("reference", "Specimen/" + id));
        var lines = addLines(new Lines(target, owner, organisations, samples, patient.draft()), report, old);
        links.report(target.id(), json, draft);
        lines.forEach(id -> json.withArray("/result").addObject().put("reference", "Observation/" + id));
        reports.add(new ReportVersion(
                target.id(),
                target.version(),
                json,
                owner,
                report.order(),
                organisations,
                target.key(),
                draft.contentHash()));
        if (!owner.isKnown()) {
            unmatched.add(entry(target, target.match().reason(), patient, report));
        }
    }

    private List<String> addSpecimens(
            Target target,
            MatchedMessage.Report report,
            Set<String> organisations,
            List<Part> old,
            Drafts.Patient patient) {
        var ids = new ArrayList<String>();
        for (var sample : report.draft().specimens()) {
            var known = find(old, sample.key(), true);
            var id = known.map(Part::id).orElseGet(() -> TimeOrderedIds.next().toString());
            Belonging.subject(sample.json(), target.match().patient(), patient);
            specimens.add(new SpecimenVersion(
                    id,
                    known.map(part -> part.version() + 1).orElse(1),
                    sample.json(),
                    target.match().patient(),
                    organisations,
                    target.id(),
                    sample.key()));
            ids.add(id);
        }
        return ids;
    }

    /// What the lines of one report share.
    private record Lines(
            Target target, PatientRef owner, Set<String> organisations, List<String> samples, Drafts.Patient patient) {}

    private List<String> addLines(Lines shared, MatchedMessage.Report report, List<Part> old) {
        var ids = new ArrayList<String>();
        for (var line : report.draft().lines()) {
            var known = find(old, line.key(), false);
            var id = known.map(Part::id).orElseGet(() -> TimeOrderedIds.next().toString());
            Belonging.subject(line.json(), shared.owner(), shared.patient());
            if (shared.samples().size() == 1) {
                line.json()
                        .putObject("specimen")
                        .put("reference", "Specimen/" + shared.samples().getFirst());
            }
            links.line(report.draft(), line, id);
            observations.add(new ObservationVersion(
                    id,
                    known.map(part -> part.version() + 1).orElse(1),
                    line.json(),
                    shared.owner(),
                    shared.organisations(),
                    shared.target().id(),
                    line.key(),
                    report.order().orderId()));
            ids.add(id);
        }
        old.stream()
                .filter(part -> !part.isSpecimen() && !ids.contains(part.id()))
                .forEach(part -> ids.add(part.id()));
        return ids;
    }

    private Unmatched entry(
            Target target, String reason, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var organisation = message.sender().odsCode().map(Object::toString).orElse("");
        return Unmatched.of(target.id(), reason, organisation, patient.draft().query(), report.order());
    }

    private Set<String> organisations(MatchedMessage.Report report) {
        var codes = new HashSet<String>();
        message.sender().odsCode().ifPresent(code -> codes.add(code.value()));
        codes.add(report.order().requester());
        codes.add(report.order().performer());
        codes.remove("");
        return codes;
    }

    private static Optional<Part> find(List<Part> old, String key, boolean isSpecimen) {
        return old.stream()
                .filter(part -> part.isSpecimen() == isSpecimen && part.key().equals(key))
                .findFirst();
    }

    private static SupersedeRule.Decision decide(OnRecord known, Drafts.Report draft) {
        var issued = Optional.ofNullable(ResourceColumns.time(draft.json().path("issued")))
                .map(OffsetDateTime::toInstant);
        var status = ResourceColumns.text(draft.json().path("status"));
        return SupersedeRule.decide(known.version(), new SupersedeRule.Version(status, issued, draft.contentHash()));
    }

    private record Target(String id, int version, String key, PatientMatch match) {}
}
