package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Document;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.result.oru.values.CodingMapper;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ResourceTree;

/// MDM becomes one report: TXA says which document it is, its OBX hold it. Text lines are one
/// document, not many results.
///
/// **Source:** HL7 v2.5.1 chapter 9.5 (MDM) and 9.6.1 (TXA).
final class DocumentMapper {
    private final List<AckProblem> warnings = new ArrayList<>();
    private final MessageHeader header;
    private final Sender sender;
    private final ReportMapper reports;
    private final ObservationMapper observations;
    private final TxaMapper documents;

    private DocumentMapper(MessageHeader header) {
        this.header = header;
        this.sender = Sender.of(header);
        var codings = new CodingMapper(sender);
        this.reports = new ReportMapper(codings, sender, header);
        this.observations = new ObservationMapper(codings, warnings);
        this.documents = new TxaMapper(sender, header);
    }

    /// @return a draft with errors where the message names no document, or nothing of it
    static Drafts.Message map(MessageHeader header, Hl7Message message) {
        var mapper = new DocumentMapper(header);
        var groups = OruReader.read(message);
        var txa = message.first("TXA");
        if (groups.size() != 1 || txa.isEmpty()) {
            var lacking = groups.size() == 1 ? "TXA" : "PID";
            return new Drafts.Message(
                    List.of(), List.of(), List.of(fault(lacking, "An MDM holds one PID and one TXA: send each.")));
        }
        var group = whole(groups.getFirst());
        var times = ObservedTimes.check(groups);
        var errors = new ArrayList<>(mapper.faults(group, txa.get()));
        errors.addAll(times.errors());
        var report = mapper.report(groups.getFirst(), group, txa.get());
        var patient = new Drafts.Patient(OruMapper.query(groups.getFirst().pid, mapper.sender), List.of(report));
        mapper.warnings.addAll(times.warnings());
        return new Drafts.Message(List.of(patient), OruMapper.firstOf(mapper.warnings), OruMapper.firstOf(errors));
    }

    /// One group of all: an MDM holds one document, however many orders it answers. The first order
    /// with a test names it.
    private static OrderGroup whole(OruReader.PatientGroup patient) {
        var leading = patient.orders.stream()
                .filter(order -> order.obr != null)
                .findFirst()
                .or(() -> patient.orders.stream().findFirst());
        var whole = new OrderGroup(
                leading.map(order -> order.orc).orElse(null),
                leading.map(order -> order.obr).orElse(null));
        whole.notes.addAll(patient.notes);
        for (var order : patient.orders) {
            whole.notes.addAll(order.notes);
            whole.lines.addAll(order.lines);
        }
        return whole;
    }

    private List<AckProblem> faults(OrderGroup group, Hl7Segment txa) {
        var event = DocumentEvent.of(header.triggerEvent());
        if (event.isAddendum() && txa.value(13).isEmpty()) {
            return List.of(missing(txa, 13, "nobody can tell what the addendum is to."));
        }
        if ((event.isAddendum() || event.isCancel()) && txa.value(12).isEmpty()) {
            return List.of(missing(txa, 12, "nobody can tell which document it is."));
        }
        return event.bringsContent() && group.lines.isEmpty()
                ? List.of(fault("OBX", "There is no OBX: the message holds nothing of the document."))
                : List.of();
    }

    private static AckProblem missing(Hl7Segment txa, int field, String consequence) {
        return AckProblem.error(
                txa.at(field), Hl7Error.REQUIRED_FIELD_MISSING, "TXA-" + field + " is empty: " + consequence);
    }

    private static AckProblem fault(String segment, String text) {
        return AckProblem.error(AckProblem.Location.of(segment, 0), Hl7Error.SEGMENT_SEQUENCE, text);
    }

    private Drafts.Report report(OruReader.PatientGroup patient, OrderGroup group, Hl7Segment txa) {
        var event = DocumentEvent.of(header.triggerEvent());
        var number = txa.value(12).orElse("");
        var lines = new ArrayList<Drafts.Line>();
        var forms = content(group, event.isAddendum() ? Addenda.keyPrefix(number) : "", lines);
        var statuses =
                lines.stream().map(line -> line.json().path("status").asText()).toList();
        var json = reports.map(group, statuses, group.notes, patient.visit);
        documents.apply(json, txa, event, group);
        lines.forEach(line -> label(line, json));
        if (event.isAddendum()) {
            Addenda.mark(forms, number, documents.title(txa), json);
        }
        if (!forms.isEmpty()) {
            json.set("presentedForm", forms);
        }
        var own = key(txa, 12);
        var parent = key(txa, 13);
        var other = event.isAddendum() ? own : event.isCancel() ? parent : "";
        return new Drafts.Report(
                json,
                lines,
                List.of(),
                event.isAddendum() ? parent : own,
                group.either(2, 2, 1).or(() -> txa.value(14)).orElse(""),
                group.either(3, 3, 1).or(() -> txa.value(15)).orElse(""),
                Optional.empty(),
                OruMapper.hash(json, lines, List.of()),
                Optional.of(new Drafts.Document(event.isAddendum(), number, other)),
                false);
    }

    /// meta.security of a line <- TXA-18: each resource is opened by its own labels.
    private static void label(Drafts.Line line, ObjectNode report) {
        if (report.path("meta").has("security")) {
            line.json()
                    .withObject("/meta")
                    .set("security", report.at("/meta/security").deepCopy());
        }
    }

    /// What the document is known by: sender and number. Empty where it has none.
    private String key(Hl7Segment txa, int field) {
        return txa.value(field)
                .map(number -> Fingerprint.ofLongKey("hl7|" + sender.facility() + "|D|" + number))
                .orElse("");
    }

    /// presentedForm <- OBX of type ED, RP; text lines of one code together, as text/plain. All other
    /// lines stay results.
    private ArrayNode content(OrderGroup group, String keyPrefix, List<Drafts.Line> lines) {
        var forms = ResourceTree.object().putArray("presentedForm");
        var prose = new LinkedHashMap<String, StringBuilder>();
        var keys = new HashMap<String, Integer>();
        for (var line : group.lines) {
            var document = Hl7Document.isDocument(line.obx())
                    ? AttachmentMapper.map(line.obx())
                    : Optional.<ObjectNode>empty();
            document.ifPresent(forms::add);
            group.notes.addAll(document.isPresent() || isProse(line.obx()) ? line.notes() : List.of());
            if (document.isEmpty() && isProse(line.obx())) {
                var title = line.obx().value(3, 2).or(() -> line.obx().value(3)).orElse("");
                var text = prose.computeIfAbsent(title, ignored -> new StringBuilder());
                text.append(text.isEmpty() ? "" : "\n")
                        .append(line.obx().text(5).orElse(""));
            } else if (document.isEmpty()) {
                lines.add(line(group, line, keyPrefix, keys));
            }
        }
        prose.forEach((title, text) -> addText(forms, title, text.toString()));
        return forms;
    }

    private Drafts.Line line(OrderGroup group, OrderGroup.Line line, String keyPrefix, Map<String, Integer> keys) {
        var code = line.obx().value(3).or(() -> line.obx().value(3, 4)).orElse("");
        var subId = line.obx().value(4).orElse("");
        var plain = keyPrefix + code + "|" + subId;
        var key = plain + "|" + keys.merge(plain, 1, Integer::sum);
        var json = observations.map(group, line, ReportMapper.observationCategory(group));
        return new Drafts.Line(json, key, code, subId);
    }

    private static void addText(ArrayNode forms, String title, String text) {
        if (text.isBlank()) {
            return;
        }
        var form = forms.addObject().put("contentType", "text/plain; charset=utf-8");
        form.put("data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        if (!title.isEmpty()) {
            form.put("title", title);
        }
    }

    private static boolean isProse(Hl7Segment obx) {
        return switch (obx.value(2).orElse("")) {
            case "TX", "FT", "ST", "" -> true;
            default -> false;
        };
    }
}
