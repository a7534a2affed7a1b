package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.feeds.Hl7Document;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.PidIdentifier;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.result.oru.values.CodingMapper;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ResourceTree;

/// ORU and OUL become drafts: one report per OBR, one observation per OBX, one specimen per SPM.
final class OruMapper {
    static final int MAX_WARNINGS = 20;
    private final List<AckProblem> warnings = new ArrayList<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final Sender sender;
    private final ReportMapper reports;
    private final ObservationMapper observations;
    private final SpecimenMapper specimens;

    private OruMapper(MessageHeader header) {
        this.sender = Sender.of(header);
        var codings = new CodingMapper(sender);
        this.reports = new ReportMapper(codings, sender, header);
        this.observations = new ObservationMapper(codings, warnings);
        this.specimens = new SpecimenMapper(codings, sender);
    }

    /// @return drafts; no patients where the message has no PID
    static Drafts.Message map(MessageHeader header, Hl7Message message) {
        var mapper = new OruMapper(header);
        var groups = header.messageCode().equals("OUL")
                ? OulReader.read(message, header.triggerEvent())
                : OruReader.read(message);
        var times = ObservedTimes.check(groups);
        var patients = groups.stream().map(mapper::patient).toList();
        mapper.warnings.addAll(times.warnings());
        return new Drafts.Message(patients, firstOf(mapper.warnings), firstOf(times.errors()));
    }

    static List<AckProblem> firstOf(List<AckProblem> problems) {
        return problems.subList(0, Math.min(problems.size(), MAX_WARNINGS));
    }

    private Drafts.Patient patient(OruReader.PatientGroup group) {
        var drafts = new ArrayList<Drafts.Report>();
        for (var order : group.orders) {
            var notes = new ArrayList<Hl7Segment>(drafts.isEmpty() ? group.notes : List.of());
            notes.addAll(order.notes);
            drafts.add(report(group, order, notes));
        }
        return new Drafts.Patient(query(group.pid, sender), drafts);
    }

    /// Whose result it is <- PID-3, PID-2 (see [PidIdentifier]), PID-7
    static PatientQuery query(Hl7Segment pid, Sender sender) {
        var numbers = PidIdentifier.keys(pid, sender).stream()
                .map(number -> new PatientQuery.Key(number.system(), number.value()))
                .toList();
        return PatientQuery.ofIdentifiers(
                numbers, pid.value(7).flatMap(Hl7Times::day).orElse(""));
    }

    private Drafts.Report report(OruReader.PatientGroup patient, OrderGroup group, List<Hl7Segment> notes) {
        var category = ReportMapper.observationCategory(group);
        var lines = new ArrayList<Drafts.Line>();
        var forms = ResourceTree.object().putArray("presentedForm");
        var lineKeys = new HashMap<String, Integer>();
        for (var line : group.lines) {
            if (Hl7Document.isDocument(line.obx())) {
                var attachment = AttachmentMapper.map(line.obx());
                attachment.ifPresent(forms::add);
                if (attachment.isPresent() && line.notes().isEmpty()) {
                    continue;
                }
                attachment.ifPresentOrElse(form -> notes.addAll(line.notes()), () -> warnUnreadable(line.obx()));
                if (attachment.isPresent()) {
                    continue;
                }
            }
            lines.add(line(group, line, category, lineKeys));
        }
        var statuses =
                lines.stream().map(line -> line.json().path("status").asText()).toList();
        var json = reports.map(group, statuses, notes, patient.visit);
        if (!forms.isEmpty()) {
            json.set("presentedForm", forms);
        }
        return draft(group, json, lines, specimens(group));
    }

    private Drafts.Report draft(
            OrderGroup group, ObjectNode json, List<Drafts.Line> lines, List<Drafts.Specimen> samples) {
        return new Drafts.Report(
                json,
                lines,
                samples,
                key(group),
                group.either(2, 2, 1).orElse(""),
                group.either(3, 3, 1).orElse(""),
                parent(group),
                hash(json, lines, samples),
                Optional.empty(),
                ResultStatuses.isOfLines(group.obr(25).orElse("")));
    }

    private Drafts.Line line(OrderGroup group, OrderGroup.Line line, String category, Map<String, Integer> lineKeys) {
        var code = line.obx().value(3).or(() -> line.obx().value(3, 4)).orElse("");
        var subId = line.obx().value(4).orElse("");
        var plain = code + "|" + subId;
        var key = plain + "|" + lineKeys.merge(plain, 1, Integer::sum);
        return new Drafts.Line(observations.map(group, line, category), key, code, subId);
    }

    private List<Drafts.Specimen> specimens(OrderGroup group) {
        var found = new ArrayList<Drafts.Specimen>();
        for (var spm : group.specimens) {
            found.add(new Drafts.Specimen(specimens.fromSpm(spm), "SPM" + (found.size() + 1)));
        }
        if (found.isEmpty() && group.obr != null) {
            specimens.fromObr(group.obr).ifPresent(json -> found.add(new Drafts.Specimen(json, "OBR15")));
        }
        return found;
    }

    /// Sender, filler number (else placer number), test, and which of equal ones in this message it
    /// is.
    private String key(OrderGroup group) {
        var number = group.either(3, 3, 1)
                .map(filler -> "F|" + filler + "|" + group.either(3, 3, 2).orElse(""))
                .or(() -> group.either(2, 2, 1)
                        .map(placer ->
                                "P|" + placer + "|" + group.either(2, 2, 2).orElse("")));
        if (number.isEmpty()) {
            return "";
        }
        var test = group.obr(4).or(() -> group.obr == null ? Optional.empty() : group.obr.value(4, 4));
        var plain = "hl7|" + sender.facility() + "|" + number.get() + "|" + test.orElse("");
        return Fingerprint.ofLongKey(plain + "|" + keys.merge(plain, 1, Integer::sum));
    }

    /// OBR-26 (parent result: code, sub-id) and OBR-29 (parent order: filler number, else placer number).
    private static Optional<Drafts.Parent> parent(OrderGroup group) {
        var obr = group.obr;
        if (obr == null) {
            return Optional.empty();
        }
        var number = obr.value(29, 2, 1).or(() -> obr.value(29, 1, 1));
        return obr.value(26)
                .or(() -> number.map(ignored -> ""))
                .map(code -> new Drafts.Parent(code, obr.value(26, 2).orElse(""), number.orElse("")));
    }

    private void warnUnreadable(Hl7Segment obx) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(AckProblem.warning(
                    obx.at(5), Hl7Error.DATA_TYPE, "The embedded document cannot be decoded; kept as text."));
        }
    }

    /// Over all that the sender said, so that a repeat in a new message is known as one.
    static String hash(ObjectNode json, List<Drafts.Line> lines, List<Drafts.Specimen> samples) {
        var parts = new ArrayList<byte[]>();
        parts.add(withoutIssued(json));
        lines.forEach(line -> parts.add(withoutIssued(line.json())));
        samples.forEach(sample -> parts.add(ResourceTree.write(sample.json())));
        return Fingerprint.of(parts);
    }

    private static byte[] withoutIssued(ObjectNode json) {
        var plain = json.deepCopy();
        plain.remove("issued");
        return ResourceTree.write(plain);
    }
}
