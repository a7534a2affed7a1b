package org.meridiandx.result.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.result.filing.FiledReports;
import org.meridiandx.result.filing.ObservationVersion;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ReportVersion;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.filing.rules.SupersedeRule;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.oru.OruAdmission;

/// What a database would hold after some messages, to plan the next one by. All are of one patient.
final class PaperFile {
    private static final PatientRef PATIENT = new PatientRef("patient-1", "9990000018", "patient-1", 0);
    private final Map<String, ReportVersion> reports = new LinkedHashMap<>();
    private final Map<String, ObservationVersion> lines = new LinkedHashMap<>();

    /// Files a message, its segments separated by line ends.
    FilingPlan take(String text) {
        var bytes = text.strip().replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
        var received = ReceivedMessage.of(bytes, ReceivedMessage.Peer.named("test"), Instant.EPOCH);
        if (!(OruAdmission.admit(received) instanceof OruAdmission.Admitted admitted)) {
            throw new AssertionError("refused: " + OruAdmission.admit(received));
        }
        var patients = admitted.draft().patients().stream()
                .map(patient -> new MatchedMessage.Patient(
                        patient,
                        new PatientMatch.Found(PATIENT),
                        patient.reports().stream()
                                .map(report -> new MatchedMessage.Report(
                                        report, OrderLink.numbers(report.placerNumber(), report.fillerNumber())))
                                .toList()))
                .toList();
        var plan = FilingPlanner.plan(new MatchedMessage(Sender.of(received.header()), patients), onFile());
        plan.reports().forEach(report -> reports.put(report.id(), report));
        plan.observations().forEach(line -> lines.put(line.id(), line));
        return plan;
    }

    List<ReportVersion> reports() {
        return List.copyOf(reports.values());
    }

    ReportVersion only() {
        if (reports.size() != 1) {
            throw new AssertionError("there are " + reports.size() + " reports");
        }
        return reports().getFirst();
    }

    /// The line of a code.
    ObservationVersion line(String code) {
        return lines.values().stream()
                .filter(line -> line.json().at("/code/coding/0/code").asText().equals(code))
                .reduce((first, later) -> later)
                .orElseThrow();
    }

    ObservationVersion lineOf(String reference) {
        return Optional.ofNullable(lines.get(reference.replace("Observation/", "")))
                .orElseThrow();
    }

    private FilingPlanner.OnFile onFile() {
        var onRecord = new HashMap<String, OnRecord>();
        var prior = new HashMap<String, FiledReports.Filed>();
        var parts = new ArrayList<Part>();
        for (var report : reports.values()) {
            var issued = report.json().path("issued").asText();
            var version = new SupersedeRule.Version(
                    report.json().path("status").asText(),
                    issued.isEmpty()
                            ? Optional.empty()
                            : Optional.of(OffsetDateTime.parse(issued).toInstant()),
                    report.contentHash());
            onRecord.put(
                    report.key(),
                    new OnRecord(
                            report.id(),
                            report.version(),
                            report.patient(),
                            report.organisations(),
                            version,
                            report.key()));
            var own = lines.values().stream()
                    .filter(line -> line.reportId().equals(report.id()))
                    .toList();
            own.forEach(line -> parts.add(new Part(line.id(), line.version(), report.id(), line.key(), false)));
            prior.put(report.id(), new FiledReports.Filed(report, own, List.of()));
        }
        return new FilingPlanner.OnFile(onRecord, parts, prior);
    }
}
