package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.result.oru.values.CodingMapper;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceTree;

/// DiagnosticReport <- OBR, with ORC and MSH for what it leaves open.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.1. Dropped fields are listed in
/// `docs/mapping/diagnostic-report.md`.
final class ReportMapper {
    static final String PARENT = "urn:meridian:extension:hl7v2-parent";
    private final CodingMapper codings;
    private final Sender sender;
    private final MessageHeader header;

    ReportMapper(CodingMapper codings, Sender sender, MessageHeader header) {
        this.codings = codings;
        this.sender = sender;
        this.header = header;
    }

    /// @param lineStatuses the statuses of its lines
    /// @param notes NTEs of the report, those of the patient included
    ObjectNode map(OrderGroup group, List<String> lineStatuses, List<Hl7Segment> notes, @Nullable Hl7Segment visit) {
        var report = ResourceTree.resource("DiagnosticReport");
        numbers(report, group); // identifier <- OBR-3, OBR-2
        report.put("status", ResultStatuses.report(group.obr(25).orElse(""), lineStatuses)); // status <- OBR-25
        category(report, group); // category <- OBR-24
        report.set("code", code(group)); // code <- OBR-4
        encounter(report, visit); // encounter <- PV1-19
        effective(report, group); // effective <- OBR-7, OBR-8
        group.obr(22)
                .flatMap(Hl7Times::instant)
                .or(() -> Hl7Times.instant(header.timestamp()))
                .ifPresent(time -> report.put("issued", time)); // issued <- OBR-22, else MSH-7
        performers(report, group);
        notes(report, group, notes);
        parent(report, group);
        CopyMapper.map(report, group);
        return report;
    }

    /// `imaging` or `procedure` for the codes of table 0074 that mean that, else `laboratory`: those
    /// who send a code of their own are laboratories.
    static String observationCategory(OrderGroup group) {
        return switch (section(group)) {
            case "RAD", "RUS", "RX", "CT", "NMR", "NMS", "CUS", "VUS", "OUS", "XRC" -> "imaging";
            case "AU", "CTH", "EC", "EN", "ICU", "NRS", "OT", "OTH", "PHR", "PHY", "PT", "PF", "RC", "RT" ->
                "procedure";
            default -> "laboratory";
        };
    }

    private static String section(OrderGroup group) {
        return group.obr(24).orElse("").toUpperCase(Locale.ROOT);
    }

    private void numbers(ObjectNode report, OrderGroup group) {
        number(report, group, 3, 3, IdentifierSystems.TYPE_FILLER);
        number(report, group, 2, 2, IdentifierSystems.TYPE_PLACER);
    }

    private void number(ObjectNode report, OrderGroup group, int obrField, int orcField, String type) {
        group.either(obrField, orcField, 1).ifPresent(value -> {
            var identifier = report.withArray("/identifier").addObject();
            identifier
                    .putObject("type")
                    .putArray("coding")
                    .addObject()
                    .put("system", IdentifierSystems.IDENTIFIER_TYPE)
                    .put("code", type);
            var kind = type.equals(IdentifierSystems.TYPE_FILLER) ? "filler" : "placer";
            identifier.put(
                    "system", sender.system(group.either(obrField, orcField, 2).orElse(""), kind));
            identifier.put("value", value);
        });
    }

    private static void category(ObjectNode report, OrderGroup group) {
        var codings = report.putArray("category").addObject().putArray("coding");
        var section = section(group);
        codings.addObject()
                .put("system", IdentifierSystems.DIAGNOSTIC_SERVICE)
                .put("code", section.isEmpty() ? IdentifierSystems.CATEGORY_LAB : section);
        var general = switch (observationCategory(group)) {
            case "imaging" -> IdentifierSystems.CATEGORY_IMAGING;
            case "laboratory" -> IdentifierSystems.CATEGORY_LAB;
            default -> section;
        };
        if (!section.isEmpty() && !section.equals(general)) {
            codings.addObject()
                    .put("system", IdentifierSystems.DIAGNOSTIC_SERVICE)
                    .put("code", general);
        }
    }

    private ObjectNode code(OrderGroup group) {
        var obr = group.obr;
        var given = obr == null ? Optional.<ObjectNode>empty() : codings.map(obr.field(4));
        return given.orElseGet(() -> {
            var code = ResourceTree.object();
            code.putArray("coding")
                    .addObject()
                    .put("system", IdentifierSystems.SNOMED)
                    .put("code", IdentifierSystems.REPORT_CODE);
            return code.put("text", "Diagnostic studies report");
        });
    }

    private void encounter(ObjectNode report, @Nullable Hl7Segment visit) {
        if (visit != null) {
            visit.value(19)
                    .ifPresent(number -> report.putObject("encounter")
                            .putObject("identifier")
                            .put("system", sender.system(visit.value(19, 4).orElse(""), "visit"))
                            .put("value", number));
        }
    }

    private static void effective(ObjectNode report, OrderGroup group) {
        var start = group.obr(7).flatMap(Hl7Times::dateTime);
        var end = group.obr(8).flatMap(Hl7Times::dateTime);
        if (start.isPresent() && end.isPresent() && end.get().compareTo(start.get()) > 0) {
            report.putObject("effectivePeriod").put("start", start.get()).put("end", end.get());
        } else {
            start.ifPresent(time -> report.put("effectiveDateTime", time));
        }
    }

    /// performer <- MSH-4, resultsInterpreter <- OBR-32
    private void performers(ObjectNode report, OrderGroup group) {
        if (!sender.facility().isBlank()) {
            var performer = report.putArray("performer").addObject();
            performer.put("type", "Organization");
            sender.odsCode()
                    .ifPresent(code -> performer
                            .putObject("identifier")
                            .put("system", IdentifierSystems.ODS_ORGANISATION)
                            .put("value", code.value()));
            performer.put("display", sender.facility());
        }
        var obr = group.obr;
        if (obr != null) {
            for (var interpreter : obr.repetitions(32)) {
                nameOf(interpreter)
                        .ifPresent(name -> report.withArray("/resultsInterpreter")
                                .addObject()
                                .put("display", name));
            }
        }
    }

    /// NDL.1: number & family & given; senders also put these in components of their own. Else the
    /// number.
    private static Optional<String> nameOf(Hl7Field person) {
        var family = person.component(1, 2).or(() -> person.component(2).filter(ReportMapper::isName));
        var given = person.component(1, 3)
                .or(() -> family.isEmpty()
                        ? Optional.empty()
                        : person.component(3).filter(ReportMapper::isName));
        return family.map(name -> given.map(first -> first + " " + name).orElse(name))
                .or(() -> person.component(1));
    }

    /// NDL.2 and NDL.3 are times.
    private static boolean isName(String text) {
        return text.chars().noneMatch(Character::isDigit);
    }

    /// note <- NTE; "Clinical information" <- OBR-13; "Reason" <- OBR-31
    private static void notes(ObjectNode report, OrderGroup group, List<Hl7Segment> notes) {
        ObservationMapper.notes(notes)
                .ifPresent(found -> found.forEach(
                        note -> ReportNotes.add(report, note.path("text").asText())));
        var obr = group.obr;
        if (obr != null) {
            obr.text(13).ifPresent(text -> ReportNotes.addClinicalInformation(report, text));
            obr.value(31, 2).or(() -> obr.value(31)).ifPresent(text -> ReportNotes.addReason(report, text));
        }
    }

    /// extension <- OBR-29.2 (filler number of the parent order), else OBR-29.1
    private void parent(ObjectNode report, OrderGroup group) {
        var obr = group.obr;
        if (obr == null) {
            return;
        }
        var filler = obr.value(29, 2, 1);
        filler.or(() -> obr.value(29, 1, 1))
                .ifPresent(number -> report.withArray("/extension")
                        .addObject()
                        .put("url", PARENT)
                        .putObject("valueIdentifier")
                        .put("system", sender.system("", filler.isPresent() ? "filler" : "placer"))
                        .put("value", number));
    }
}
