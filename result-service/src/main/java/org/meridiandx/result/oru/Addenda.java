package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceTree;

/// Addenda stand in the report that they add to, each attachment naming its addendum, whichever
/// arrives first.
///
/// **Hazard:** an addendum that changes a diagnosis and stands apart from it, or is lost when the
/// document is edited, leaves readers with the old one; a restricted addendum that stands in a
/// report without its label is open to everybody.
/// **Source:** HL7 v2.5.1 chapter 9.4.2 and 9.5.6 (addenda), FHIR R4 diagnostic-report-status
/// `appended`.
public final class Addenda {
    static final String ADDENDUM = "urn:meridian:extension:addendum";

    private Addenda() {}

    /// How the keys of its lines begin.
    static String keyPrefix(String number) {
        return "A|" + number + "|";
    }

    /// Whether a line came with the addendum.
    ///
    /// @param key of the line
    public static boolean isOf(String number, String key) {
        return !number.isEmpty() && key.startsWith(keyPrefix(number));
    }

    /// Names the addendum in each of its attachments; one that came without content is named all the same.
    static void mark(ArrayNode forms, String number, String title, ObjectNode report) {
        if (forms.isEmpty()) {
            forms.addObject().put("title", "Addendum announced, its content was not sent: " + title);
        }
        for (var form : forms) {
            if (form instanceof ObjectNode attachment) {
                var issued = report.path("issued");
                if (!attachment.has("creation") && issued.isTextual()) {
                    attachment.set("creation", issued);
                }
                attachment
                        .putArray("extension")
                        .addObject()
                        .put("url", ADDENDUM)
                        .put("valueString", number);
            }
        }
        for (var note : report.path("extension")) {
            if (ReportNotes.isNote(note) && note.path("valueAnnotation") instanceof ObjectNode annotation) {
                annotation
                        .putArray("extension")
                        .addObject()
                        .put("url", ADDENDUM)
                        .put("valueString", number);
            }
        }
    }

    /// An addendum whose document is not here yet: a part of a report, which the document completes.
    public static ObjectNode alone(ObjectNode addendum) {
        var report = addendum.deepCopy();
        report.put("status", "partial");
        report.remove("issued");
        return report;
    }

    /// The report with an addendum to it.
    ///
    /// @return empty where it says nothing new, or the document is withdrawn
    public static Optional<ObjectNode> append(ObjectNode onRecord, ObjectNode addendum, String number) {
        if (isWithdrawn(onRecord)) {
            return Optional.empty();
        }
        var report = onRecord.deepCopy();
        var forms = without(report, number);
        forms.addAll((ArrayNode) addendum.withArray("/presentedForm").deepCopy());
        report.set("presentedForm", forms);
        withoutNotes(report, number, addendum.path("extension"));
        notes(report, addendum.path("extension"));
        restrict(report, addendum);
        if (report.path("status").asText().matches("final|amended|corrected|appended")) {
            report.put("status", "appended");
        }
        return report.equals(onRecord) ? Optional.empty() : Optional.of(report);
    }

    /// A later version of the document, with the addenda that there are; one that withdraws it
    /// withdraws them.
    public static ObjectNode keep(ObjectNode onRecord, ObjectNode later) {
        var report = later.deepCopy();
        if (isWithdrawn(later)) {
            return report;
        }
        for (var form : onRecord.path("presentedForm")) {
            if (!numberOf(form).isEmpty()) {
                report.withArray("/presentedForm").add(form.deepCopy());
                restrict(report, onRecord);
                if (report.path("status").asText().equals("final")) {
                    report.put("status", "appended");
                }
            }
        }
        for (var note : onRecord.path("extension")) {
            if (ReportNotes.isNote(note)
                    && !numberOf(note.path("valueAnnotation")).isEmpty()) {
                report.withArray("/extension").add(note.deepCopy());
            }
        }
        return report;
    }

    /// The report without an addendum that was withdrawn.
    ///
    /// @return empty where it has no such addendum
    public static Optional<ObjectNode> withdraw(ObjectNode onRecord, String number) {
        var report = onRecord.deepCopy();
        var forms = without(report, number);
        if (forms.size() == onRecord.path("presentedForm").size()) {
            return Optional.empty();
        }
        withoutNotes(report, number, ResourceTree.object().putArray("none"));
        report.remove("presentedForm");
        if (!forms.isEmpty()) {
            report.set("presentedForm", forms);
        }
        if (report.path("status").asText().equals("appended")) {
            report.put("status", "amended");
        }
        return Optional.of(report);
    }

    private static boolean isWithdrawn(ObjectNode report) {
        return report.path("status").asText().matches("cancelled|entered-in-error");
    }

    private static ArrayNode without(ObjectNode report, String number) {
        var rest = ResourceTree.object().putArray("presentedForm");
        for (var form : report.path("presentedForm")) {
            if (number.isEmpty() || !numberOf(form).equals(number)) {
                rest.add(form.deepCopy());
            }
        }
        return rest;
    }

    /// Takes out what an addendum noted, but for what it still does.
    private static void withoutNotes(ObjectNode report, String number, JsonNode kept) {
        if (number.isEmpty() || !(report.path("extension") instanceof ArrayNode before)) {
            return;
        }
        var rest = ResourceTree.object().putArray("extension");
        for (var extension : before) {
            var isOfIt = ReportNotes.isNote(extension)
                    && numberOf(extension.path("valueAnnotation")).equals(number);
            if (!isOfIt || contains(kept, extension)) {
                rest.add(extension);
            }
        }
        report.remove("extension");
        if (!rest.isEmpty()) {
            report.set("extension", rest);
        }
    }

    private static void notes(ObjectNode report, JsonNode extensions) {
        for (var note : extensions) {
            var isNew = ReportNotes.isNote(note) && !contains(report.path("extension"), note);
            if (isNew) {
                report.withArray("/extension").add(note.deepCopy());
            }
        }
    }

    /// What holds a restricted part is restricted, and so is a part of what is restricted.
    ///
    /// @param to changed in place
    /// @return whether it had not all labels of the other
    public static boolean restrict(ObjectNode to, JsonNode from) {
        var before = to.at("/meta/security").size();
        for (var label : from.at("/meta/security")) {
            if (!contains(to.at("/meta/security"), label)) {
                to.withArray("/meta/security").add(label.deepCopy());
            }
        }
        return to.at("/meta/security").size() > before;
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (var item : list) {
            if (item.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String numberOf(JsonNode form) {
        for (var extension : form.path("extension")) {
            if (extension.path("url").asText().equals(ADDENDUM)) {
                return extension.path("valueString").asText();
            }
        }
        return "";
    }
}
