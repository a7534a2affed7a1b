package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.filing.SpecimenVersion;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.filing.rules.SupersedeRule;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.matching.Unmatched;
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
    private final Map<Drafts.Parent, String> parents = new HashMap<>();

    private FilingPlanner(MatchedMessage message, Map<String, OnRecord> onRecord, List<Part> parts) {
        this.message = message;
        this.onRecord = onRecord;
        parts.forEach(part -> this.parts
                .computeIfAbsent(part.reportId(), id -> new ArrayList<>())
                .add(part));
    }

    static FilingPlan plan(MatchedMessage message, Map<String, OnRecord> onRecord, List<Part> parts) {
        var planner = new FilingPlanner(message, onRecord, parts);
        for (var patient : message.patients()) {
            patient.reports().forEach(report -> planner.plan(patient, report));
        }
        return new FilingPlan(planner.reports, planner.observations, planner.specimens, planner.unmatched);
    }

    private void plan(MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var known = Optional.ofNullable(onRecord.get(report.draft().key()));
        if (known.isEmpty()) {
            add(new Target(UUID.randomUUID().toString(), 1, report.draft().key(), patient.match()), patient, report);
        } else if (isOfAnother(known.get().patient(), patient)) {
            addClash(patient, report);
        } else if (decide(known.get(), report.draft()) == SupersedeRule.Decision.SUPERSEDES) {
            addNext(known.get(), patient, report);
        }
    }

    /// The number names another patient's report: a person has to look, and nobody sees it
    /// meanwhile.
    private void addClash(MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var target = new Target(UUID.randomUUID().toString(), 1, "", new PatientMatch.Unknown());
        add(target, patient, report);
        unmatched.removeLast();
        unmatched.add(entry(target, "number-of-another-patient", patient, report));
    }

    /// The patient on record stays, so that all versions and lines of a report belong to one.
    private void addNext(OnRecord known, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var match = known.patient().isKnown() ? new PatientMatch.Found(known.patient()) : new PatientMatch.Unknown();
        add(new Target(known.id(), known.number() + 1, known.key(), match), patient, report);
    }

    private void add(Target target, MatchedMessage.Patient patient, MatchedMessage.Report report) {
        var draft = report.draft();
        var owner = target.match().patient();
        var organisations = organisations(report);
        var json = draft.json();
        subject(json, owner, patient.draft());
        basedOn(json, report);
        var old = parts.getOrDefault(target.id(), List.of());
        var samples = addSpecimens(target, report, organisations, old, patient.draft());
        samples.forEach(id -> json.withArray("/specimen").addObject().put("reference", "Specimen/" + id));
        var lines = addLines(new Lines(target, owner, organisations, samples, patient.draft()), report, old);
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
            var id = known.map(Part::id).orElseGet(() -> UUID.randomUUID().toString());
            subject(sample.json(), target.match().patient(), patient);
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
            var id = known.map(Part::id).orElseGet(() -> UUID.randomUUID().toString());
            subject(line.json(), shared.owner(), shared.patient());
            if (shared.samples().size() == 1) {
                line.json()
                        .putObject("specimen")
                        .put("reference", "Specimen/" + shared.samples().getFirst());
            }
            derivedFrom(line.json(), report.draft());
            parents.putIfAbsent(new Drafts.Parent(line.code(), line.subId(), ""), id);
            parents.putIfAbsent(
                    new Drafts.Parent(line.code(), line.subId(), report.draft().fillerNumber()), id);
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

    /// derivedFrom <- OBR-26: the line of an earlier report in this message that these grew out of.
    private void derivedFrom(ObjectNode line, Drafts.Report draft) {
        draft.parent()
                .map(parents::get)
                .ifPresent(id -> line.putArray("derivedFrom").addObject().put("reference", "Observation/" + id));
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

    /// A known patient by reference; an unknown one by the identifiers that the sender gave.
    private static void subject(ObjectNode json, PatientRef owner, Drafts.Patient patient) {
        if (owner.isKnown()) {
            SubjectReference.set(json, owner);
            return;
        }
        var subject = json.putObject("subject").put("type", "Patient");
        patient.query().identifiers().stream()
                .findFirst()
                .ifPresent(id -> subject.putObject("identifier")
                        .put("system", id.system())
                        .put("value", id.value()));
        if (subject.size() == 1) {
            subject.put("display", "Not identified by the sender");
        }
    }

    /// basedOn <- the order found by OBR-2 or OBR-3; else the number itself.
    private static void basedOn(ObjectNode json, MatchedMessage.Report report) {
        if (report.order().isMatched()) {
            SubjectReference.setOrder(json, report.order());
        } else if (!report.draft().placerNumber().isEmpty()) {
            json.putArray("basedOn")
                    .addObject()
                    .put("type", "ServiceRequest")
                    .putObject("identifier")
                    .put("value", report.draft().placerNumber());
        }
    }

    private static Optional<Part> find(List<Part> old, String key, boolean isSpecimen) {
        return old.stream()
                .filter(part -> part.isSpecimen() == isSpecimen && part.key().equals(key))
                .findFirst();
    }

    /// By what the directory says; where it knows nobody or is away, by the NHS number that the
    /// sender gives.
    private static boolean isOfAnother(PatientRef onRecord, MatchedMessage.Patient arriving) {
        return onRecord.isKnown()
                && switch (arriving.match()) {
                    case PatientMatch.Found found -> !found.patient().isSameAs(onRecord);
                    case PatientMatch.Conflict ignored -> true;
                    case PatientMatch.Unknown ignored -> namesAnother(onRecord, arriving.draft());
                    case PatientMatch.Unreachable ignored -> namesAnother(onRecord, arriving.draft());
                };
    }

    private static boolean namesAnother(PatientRef onRecord, Drafts.Patient arriving) {
        return !onRecord.nhsNumber().isEmpty()
                && arriving.query().identifiers().stream()
                        .filter(id -> id.system().equals(IdentifierSystems.NHS_NUMBER))
                        .anyMatch(id -> !id.value().equals(onRecord.nhsNumber()));
    }

    private static SupersedeRule.Decision decide(OnRecord known, Drafts.Report draft) {
        var issued = Optional.ofNullable(ResourceColumns.time(draft.json().path("issued")))
                .map(OffsetDateTime::toInstant);
        var status = ResourceColumns.text(draft.json().path("status"));
        return SupersedeRule.decide(known.version(), new SupersedeRule.Version(status, issued, draft.contentHash()));
    }

    private record Target(String id, int version, String key, PatientMatch match) {}
}
