package org.meridiandx.result.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.result.oru.Drafts;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceTree;

/// MEDRPT (NHS003) becomes one report with its specimens and lines.
///
/// What is dropped is listed in `docs/mapping/edifact.md`.
public final class EdifactMapper {
    private static final Set<String> WITHDRAWN = Set.of("cancelled", "entered-in-error");
    private final Sender sender;
    private final ReportParts parts;
    private final List<AckProblem> errors = new ArrayList<>();

    private EdifactMapper(Sender sender, ReportParts parts) {
        this.sender = sender;
        this.parts = parts;
    }

    /// @return a draft with errors where it names no patient, holds no result or is not whole
    public static Drafts.Message map(EdifactInterchange.Message message, Sender sender) {
        var mapper = new EdifactMapper(sender, ReportParts.of(message.segments()));
        var report = mapper.report();
        mapper.check(message, report);
        return new Drafts.Message(
                List.of(new Drafts.Patient(mapper.query(), List.of(report))), List.of(), mapper.errors);
    }

    private void check(EdifactInterchange.Message message, Drafts.Report report) {
        if (!message.isWhole()) {
            error("UNT", "UNT does not say how many segments the message has: it may be cut short.");
        }
        if (report.lines().isEmpty()) {
            error("INV", "There is no investigation: the message holds no result.");
        }
        if (parts.section("S07").stream().noneMatch(segment -> segment.is("PNA"))) {
            error("PNA", "There is no PNA: nobody can tell whose result this is.");
        }
        for (var name : List.of("effectiveDateTime", "issued")) {
            Optional.of(report.json().path(name).asText())
                    .filter(time -> !time.isEmpty())
                    .flatMap(time -> PlausibleDates.occurrence(time, name))
                    .ifPresent(problem -> error("DTM", problem.detail()));
        }
    }

    private void error(String segment, String text) {
        errors.add(AckProblem.error(AckProblem.Location.of(segment, 0), Hl7Error.SEGMENT_SEQUENCE, text));
    }

    /// Whose result it is <- PNA (NHS number, qualifier OPI), RFF+SSI (number at the sender),
    /// DTM+329
    private PatientQuery query() {
        var keys = new ArrayList<PatientQuery.Key>();
        parts.section("S07").stream()
                .filter(segment -> segment.is("PNA"))
                .map(segment -> segment.text(1))
                .map(NhsNumber::parse)
                .flatMap(Optional::stream)
                .forEach(number -> keys.add(new PatientQuery.Key(IdentifierSystems.NHS_NUMBER, number.value())));
        var own = ReportParts.reference(parts.section("S06"), "SSI");
        if (!own.isEmpty()) {
            keys.add(new PatientQuery.Key(sender.system("", "mrn"), own));
        }
        var born = Hl7Times.day(ReportParts.time(parts.section("S07"), "329")).orElse("");
        return PatientQuery.ofIdentifiers(keys, born);
    }

    private Drafts.Report report() {
        var number = ReportParts.reference(parts.section("S02"), "SRI");
        var samples = new ArrayList<Drafts.Specimen>();
        parts.specimens.stream()
                .filter(specimen -> specimen.stream().anyMatch(segment -> segment.is("SPC") || segment.is("RFF")))
                .forEach(specimen -> samples.add(
                        new Drafts.Specimen(SpecimenParts.map(specimen, sender), "S16-" + (samples.size() + 1))));
        var collected = collected(samples);
        var lines = lines(collected);
        var json = json(number, collected, lines);
        var contents = new ArrayList<byte[]>();
        contents.add(ResourceTree.write(json));
        lines.forEach(line -> contents.add(ResourceTree.write(line.json())));
        samples.forEach(sample -> contents.add(ResourceTree.write(sample.json())));
        var key = number.isEmpty() ? "" : Fingerprint.ofLongKey("edifact|" + sender.facility() + "|" + number);
        return new Drafts.Report(
                json,
                lines,
                samples,
                key,
                "",
                number,
                Optional.empty(),
                Fingerprint.of(contents),
                Optional.empty(),
                true);
    }

    /// Of several specimens, the time that all have: nobody may take a result for one of another
    /// time.
    private static Optional<String> collected(List<Drafts.Specimen> samples) {
        var times = samples.stream()
                .map(sample -> sample.json().at("/collection/collectedDateTime").asText())
                .distinct()
                .toList();
        return times.size() == 1 ? Optional.of(times.getFirst()).filter(time -> !time.isEmpty()) : Optional.empty();
    }

    private ObjectNode json(String number, Optional<String> collected, List<Drafts.Line> lines) {
        var report = ResourceTree.resource("DiagnosticReport");
        if (!number.isEmpty()) { // identifier <- RFF+SRI
            var identifier = report.putArray("identifier").addObject();
            identifier
                    .putObject("type")
                    .putArray("coding")
                    .addObject()
                    .put("system", IdentifierSystems.IDENTIFIER_TYPE)
                    .put("code", IdentifierSystems.TYPE_FILLER);
            identifier.put("system", sender.system("", "filler")).put("value", number);
        }
        report.put("status", status(lines)); // status <- STS of the lines
        report.putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", IdentifierSystems.DIAGNOSTIC_SERVICE)
                .put("code", IdentifierSystems.CATEGORY_LAB); // category: NHS003 is a laboratory's
        report.putObject("code")
                .put("text", "Diagnostic studies report")
                .putArray("coding")
                .addObject()
                .put("system", IdentifierSystems.SNOMED)
                .put("code", IdentifierSystems.REPORT_CODE);
        collected.ifPresent(time -> report.put("effectiveDateTime", time)); // effective <- DTM+SCO
        Hl7Times.instant(ReportParts.time(parts.section("S02"), "ISR"))
                .or(() -> Hl7Times.instant(ReportParts.time(parts.section(""), "137")))
                .ifPresent(time -> report.put("issued", time)); // issued <- DTM+ISR, else DTM+137
        performers(report);
        ReportParts.texts(parts.section("S10"), "CID")
                .forEach(text -> ReportNotes.addClinicalInformation(report, text)); // note <- FTX+CID
        return report;
    }

    /// From the lines: a report without any status of its own (STS+UN) is what its lines are. One
    /// that withdraws some of them mends the version that had them, and stands above it.
    private static String status(List<Drafts.Line> lines) {
        var all =
                lines.stream().map(line -> line.json().path("status").asText()).toList();
        for (var worst : List.of("preliminary", "registered", "corrected", "amended")) {
            if (all.contains(worst)) {
                return worst;
            }
        }
        if (!all.isEmpty() && all.stream().allMatch(all.getFirst()::equals)) {
            return all.getFirst();
        }
        if (all.stream().allMatch(WITHDRAWN::contains)) {
            return all.isEmpty() ? "unknown" : "cancelled";
        }
        if (all.contains("entered-in-error")) {
            return "corrected";
        }
        return all.contains("final") ? "final" : all.contains("cancelled") ? "amended" : "unknown";
    }

    /// performer <- NAD+SLA (organisation and department), the sender's ODS code where it has one
    private void performers(ObjectNode report) {
        var names = parts.parties.stream()
                .filter(segment -> segment.is("NAD") && segment.text(0).equals("SLA"))
                .map(segment -> segment.lines(3).replace("\n", ""))
                .filter(name -> !name.isEmpty())
                .toList();
        var performer = report.putArray("performer").addObject().put("type", "Organization");
        sender.odsCode()
                .ifPresent(code -> performer
                        .putObject("identifier")
                        .put("system", IdentifierSystems.ODS_ORGANISATION)
                        .put("value", code.value()));
        performer.put("display", names.isEmpty() ? sender.facility() : String.join(", ", names));
    }

    private List<Drafts.Line> lines(Optional<String> collected) {
        var lines = new ArrayList<Drafts.Line>();
        var seen = new HashMap<String, Integer>();
        for (var investigation : parts.investigations) {
            var json = InvestigationMapper.map(investigation, sender);
            collected.ifPresent(time -> json.put("effectiveDateTime", time)); // effective <- DTM+SCO
            var name = investigation.inv.text(1, 0).isEmpty()
                    ? investigation.inv.text(1, 3)
                    : investigation.inv.text(1, 0);
            var key = name + "||" + seen.merge(name, 1, Integer::sum);
            lines.add(new Drafts.Line(json, key, name, ""));
        }
        return lines;
    }
}
