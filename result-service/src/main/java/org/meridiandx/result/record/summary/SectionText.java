package org.meridiandx.result.record.summary;

import java.util.List;
import org.meridiandx.result.record.summary.Summary.Section;
import org.meridiandx.result.trends.rules.Markup;

/// A section in words: for the narrative of the document and for the page.
final class SectionText {
    static final String NOTHING =
            "Nothing is recorded in this region, or nothing that may be shown. This does not mean that there is none.";
    private static final List<String> COLUMNS = List.of("What", "Details", "When", "Recorded by");

    private SectionText() {}

    /// What it means where nothing is told; empty where something is.
    static String absence(Section section) {
        return switch (section.absence()) {
            case NONE_KNOWN -> "None known: somebody asked, and recorded that there is none.";
            case NOT_ASKED -> "Not asked, or not known: recorded so.";
            case NO -> section.shown().isEmpty() ? NOTHING : "";
        };
    }

    /// A table of the facts, with what else the reader must know.
    static Markup of(Section section) {
        var text = new Markup();
        var absence = absence(section);
        if (!absence.isEmpty()) {
            text.holding(absence, "p");
        }
        if (!section.shown().isEmpty()) {
            table(text, section);
        }
        section.notes().forEach(note -> text.holding(note, "p"));
        return text;
    }

    private static void table(Markup text, Section section) {
        text.open("table")
                .holding(section.kind().title(), "caption")
                .open("thead")
                .open("tr");
        COLUMNS.forEach(column -> text.holding(column, "th", "scope", "col"));
        text.close("tr").close("thead").open("tbody");
        for (var shown : section.shown()) {
            var entry = EntryText.of(shown);
            text.open("tr")
                    .holding(entry.name(), "td")
                    .holding(entry.details(), "td")
                    .holding(entry.when(), "td")
                    .holding(entry.sources(), "td")
                    .close("tr");
        }
        text.close("tbody").close("table");
    }
}
