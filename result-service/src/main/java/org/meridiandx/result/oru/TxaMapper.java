package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.Sender;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.hl7v2.MessageHeader;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceTree;

/// DiagnosticReport <- TXA, over what the OBR said.
///
/// **Source:** HL7 v2.5.1 chapter 9.6.1; tables 0270 to 0273. Dropped fields are listed in
/// `docs/mapping/document.md`.
final class TxaMapper {
    static final String PARENT = "urn:meridian:extension:parent-document";
    private static final String TYPES = "http://terminology.hl7.org/CodeSystem/v2-0270";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private final Sender sender;
    private final MessageHeader header;

    TxaMapper(Sender sender, MessageHeader header) {
        this.sender = sender;
        this.header = header;
    }

    void apply(ObjectNode report, Hl7Segment txa, DocumentEvent event, OrderGroup group) {
        numbers(report, txa, group);
        report.put("status", status(txa, event));
        category(report, txa, group);
        code(report, txa, group);
        txa.value(4).flatMap(Hl7Times::dateTime).ifPresent(time -> {
            report.remove("effectivePeriod");
            report.put("effectiveDateTime", time); // effective <- TXA-4, else OBR-7, OBR-8
        });
        report.remove("issued");
        issued(txa, event).ifPresent(time -> report.put("issued", time));
        interpreter(report, txa);
        confidentiality(report, txa);
        txa.text(21).ifPresent(reason -> ReportNotes.add(report, "Reason of the change: " + reason)); // <- TXA-21
        number(txa, 13)
                .ifPresent(parent -> report.withArray("/extension")
                        .addObject()
                        .put("url", PARENT)
                        .set("valueIdentifier", parent)); // extension <- TXA-13
    }

    /// TXA-25 (v2.8), else the name of the type.
    String title(Hl7Segment txa) {
        return txa.text(25).or(() -> txa.value(2)).orElse("");
    }

    /// identifier <- TXA-12; TXA-14, TXA-15 where neither OBR nor ORC has them
    private void numbers(ObjectNode report, Hl7Segment txa, OrderGroup group) {
        number(txa, 12).ifPresent(number -> report.withArray("/identifier").add(number));
        if (group.either(2, 2, 1).isEmpty()) {
            typed(report, txa, 14, IdentifierSystems.TYPE_PLACER, "placer");
        }
        if (group.either(3, 3, 1).isEmpty()) {
            typed(report, txa, 15, IdentifierSystems.TYPE_FILLER, "filler");
        }
    }

    private void typed(ObjectNode report, Hl7Segment txa, int field, String type, String kind) {
        txa.value(field).ifPresent(value -> {
            var identifier = report.withArray("/identifier").addObject();
            identifier
                    .putObject("type")
                    .putArray("coding")
                    .addObject()
                    .put("system", IdentifierSystems.IDENTIFIER_TYPE)
                    .put("code", type);
            identifier.put("system", sender.system(txa.value(field, 2).orElse(""), kind));
            identifier.put("value", value);
        });
    }

    private Optional<ObjectNode> number(Hl7Segment txa, int field) {
        return txa.value(field)
                .map(value -> ResourceTree.object()
                        .put("system", sender.system("", "document"))
                        .put("value", value));
    }

    /// status <- the event, TXA-17 (table 0271), TXA-19 (table 0273)
    private static String status(Hl7Segment txa, DocumentEvent event) {
        var availability = txa.value(19).orElse("");
        if (event.isCancel()) {
            return "cancelled";
        }
        if (availability.equals("CA")) {
            return "entered-in-error";
        }
        var isAuthenticated = switch (txa.value(17).orElse("")) {
            case "AU", "LA" -> true;
            default -> false;
        };
        if (!isAuthenticated) {
            return "preliminary";
        }
        return event == DocumentEvent.EDIT ? "amended" : "final";
    }

    /// category <- OBR-24, else by TXA-2: imaging, surgical pathology, other
    private static void category(ObjectNode report, Hl7Segment txa, OrderGroup group) {
        if (group.obr(24).isPresent()) {
            return;
        }
        var section = switch (txa.value(2).orElse("")) {
            case "DI" -> IdentifierSystems.CATEGORY_IMAGING;
            case "SP" -> "SP";
            default -> "OTH";
        };
        report.putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", IdentifierSystems.DIAGNOSTIC_SERVICE)
                .put("code", section);
    }

    /// code <- OBR-4, else TXA-2; code.text <- TXA-25
    private static void code(ObjectNode report, Hl7Segment txa, OrderGroup group) {
        var isNamed = group.obr != null && group.obr.field(4).isPresent();
        if (!isNamed) {
            txa.value(2).ifPresent(type -> {
                var code = report.putObject("code");
                code.putArray("coding").addObject().put("system", TYPES).put("code", type);
                code.put("text", txa.value(2, 2).orElse(type));
            });
        }
        txa.text(25).ifPresent(title -> ((ObjectNode) report.path("code")).put("text", title));
    }

    /// issued <- when what the event tells was done: a later event is never older than what it
    /// changes.
    private Optional<String> issued(Hl7Segment txa, DocumentEvent event) {
        var sent = Hl7Times.instant(header.timestamp());
        return switch (event) {
            case CANCEL -> sent; // issued <- MSH-7
            case EDIT -> time(txa, 8, 1).or(() -> sent); // issued <- TXA-8, else MSH-7
            default ->
                time(txa, 22, 15) // issued <- TXA-22.15, else TXA-8, TXA-7, TXA-6, MSH-7
                        .or(() -> time(txa, 8, 1))
                        .or(() -> time(txa, 7, 1))
                        .or(() -> time(txa, 6, 1))
                        .or(() -> sent);
        };
    }

    private static Optional<String> time(Hl7Segment txa, int field, int component) {
        return txa.value(field, component).flatMap(Hl7Times::instant);
    }

    /// resultsInterpreter <- TXA-22 (who signed), else TXA-10, TXA-9, TXA-5; OBR-32 where TXA names nobody
    private static void interpreter(ObjectNode report, Hl7Segment txa) {
        for (var field : new int[] {22, 10, 9, 5}) {
            var people = txa.repetitions(field).stream()
                    .map(TxaMapper::personName)
                    .flatMap(Optional::stream)
                    .toList();
            if (!people.isEmpty()) {
                var interpreters = report.putArray("resultsInterpreter");
                people.forEach(name -> interpreters.addObject().put("display", name));
                return;
            }
        }
    }

    private static Optional<String> personName(Hl7Field person) {
        var family = person.component(2);
        return family.map(name ->
                        person.component(3).map(given -> given + " " + name).orElse(name))
                .or(() -> person.component(1));
    }

    /// meta.security <- TXA-18 (table 0272): restricted and very restricted
    private static void confidentiality(ObjectNode report, Hl7Segment txa) {
        txa.value(18)
                .map(code -> code.startsWith("V") ? "V" : code.startsWith("R") ? "R" : "")
                .filter(code -> !code.isEmpty())
                .ifPresent(code -> report.putObject("meta")
                        .putArray("security")
                        .addObject()
                        .put("system", CONFIDENTIALITY)
                        .put("code", code));
    }
}
