package org.meridiandx.result.record.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.meridiandx.result.record.summary.Summary.Shown;
import org.meridiandx.result.resources.ResourceColumns;

/// What people read of an entry: what it is, the rest of it in words, when, and who says so.
///
/// **Source:** FHIR R4, modifier elements: `doNotPerform`, `intent`, `isSubpotent`, `modifierExtension`. **Hazard:** an
/// order not to give a medicine, read as one to give it.
///
/// @param name what it is
/// @param details criticality, reaction, dose, value: whatever is said; may be empty
/// @param when dates as they were sent; may be empty
/// @param sources who tells it
record EntryText(String name, String details, String when, String sources) {
    private static final List<String> NAMES =
            List.of("/code", "/medicationCodeableConcept", "/vaccineCode", "/category/0", "/type/0");
    private static final List<String> DATES = List.of(
            "/onsetDateTime",
            "/onsetPeriod/start",
            "/onsetString",
            "/effectiveDateTime",
            "/effectivePeriod/start",
            "/occurrenceDateTime",
            "/occurrenceString",
            "/performedDateTime",
            "/performedPeriod/start",
            "/performedString",
            "/period/start",
            "/authoredOn",
            "/recordedDate");
    private static final List<String> ENDS = List.of(
            "/abatementDateTime",
            "/abatementPeriod/end",
            "/effectivePeriod/end",
            "/performedPeriod/end",
            "/period/end");

    static EntryText of(Shown shown) {
        var json = shown.resource();
        var sources = shown.sources().stream()
                .map(Summary.Source::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
        return new EntryText(nameOf(json), details(json), when(json), sources);
    }

    /// What it is about; that it is not to be given comes before all else.
    private static String nameOf(ObjectNode json) {
        return json.path("doNotPerform").asBoolean() ? "NOT to be given: " + plainNameOf(json) : plainNameOf(json);
    }

    private static String plainNameOf(ObjectNode json) {
        var title = said(json.path("title"));
        if (!title.isEmpty()) {
            return title;
        }
        for (var pointer : NAMES) {
            var name = words(json.at(pointer));
            if (!name.isEmpty()) {
                return name;
            }
        }
        for (var one : ResourceColumns.each(json.path("contained"))) {
            if (one.path("resourceType").asText().equals("Medication")) {
                return words(one.path("code"));
            }
        }
        var named = said(json.at("/medicationReference/display"));
        return named.isEmpty() ? "Not said what" : named;
    }

    private static String details(ObjectNode json) {
        var all = new ArrayList<String>();
        qualifiers(all, json);
        add(all, "status", statusOf(json));
        add(all, "certainty", words(json.path("verificationStatus")));
        add(all, "criticality", said(json.path("criticality")));
        add(all, "severity", words(json.path("severity")));
        for (var reaction : ResourceColumns.each(json.path("reaction"))) {
            var manifestations = ResourceColumns.each(reaction.path("manifestation")).stream()
                    .map(EntryText::words)
                    .collect(Collectors.joining(", "));
            add(all, "reaction", (manifestations + " " + said(reaction.path("severity"))).strip());
            add(all, "reaction", said(reaction.path("description")));
            add(all, "substance", words(reaction.path("substance")));
        }
        ResourceColumns.each(json.path("bodySite")).forEach(site -> add(all, "site", words(site)));
        for (var element : List.of("dosageInstruction", "dosage")) {
            ResourceColumns.each(json.path(element)).forEach(dose -> add(all, "dose", said(dose.path("text"))));
        }
        add(all, "value", valueOf(json.path("valueQuantity")));
        add(all, "flag", words(json.at("/interpretation/0")));
        ResourceColumns.each(json.path("note")).forEach(note -> add(all, "note", said(note.path("text"))));
        return String.join("; ", all);
    }

    /// What changes the meaning of the rest.
    private static void qualifiers(List<String> all, ObjectNode json) {
        if (!json.path("modifierExtension").isEmpty()) {
            add(all, "caution:", "its source qualifies it in a way that is not shown here");
        }
        if (json.path("resourceType").asText().equals("MedicationRequest")
                && !said(json.path("intent")).endsWith("order")) {
            add(all, "intent", said(json.path("intent")));
        }
        if (json.path("isSubpotent").asBoolean()) {
            add(all, "dose", "less than a full one");
        }
    }

    private static String statusOf(ObjectNode json) {
        var clinical = words(json.path("clinicalStatus"));
        return clinical.isEmpty() ? said(json.path("status")) : clinical;
    }

    private static String valueOf(JsonNode quantity) {
        var value = quantity.path("value");
        return value.isNumber()
                ? (said(quantity.path("comparator"))
                                + value.decimalValue().toPlainString() + " "
                                + said(quantity.path("unit")))
                        .strip()
                : "";
    }

    private static String when(ObjectNode json) {
        return DATES.stream()
                .map(pointer -> said(json.at(pointer)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(start -> until(day(start), json))
                .orElse("");
    }

    private static String until(String start, ObjectNode json) {
        return ENDS.stream()
                .map(pointer -> said(json.at(pointer)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(end -> start.equals(day(end)) ? start : start + " to " + day(end))
                .orElse(start);
    }

    private static String day(String date) {
        return date.length() > 10 && date.charAt(10) == 'T' ? date.substring(0, 10) : date;
    }

    /// The text of a concept, else what its first coding with words is called, else its code.
    private static String words(JsonNode concept) {
        var text = said(concept.path("text"));
        if (!text.isEmpty()) {
            return text;
        }
        var codings = ResourceColumns.each(concept.path("coding"));
        return codings.stream()
                .map(coding -> said(coding.path("display")))
                .filter(display -> !display.isEmpty())
                .findFirst()
                .or(() -> codings.stream()
                        .map(coding -> said(coding.path("code")))
                        .findFirst())
                .orElse("");
    }

    /// Uncut: the end of a long dose may be the part that matters.
    private static String said(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private static void add(List<String> all, String label, String value) {
        if (!value.isEmpty()) {
            all.add(label + " " + value);
        }
    }

    @Override
    public String toString() {
        return "EntryText[redacted]";
    }
}
