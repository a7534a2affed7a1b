package org.meridiandx.result.submission;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.result.resources.References;
import org.meridiandx.result.resources.ResourceColumns;

/// Which items of a submission belong to which report: those that it refers to, and what these refer to (the members of
/// a group, their specimens).
final class ReportParts {
    private final Map<String, Submission.Item> byName = new HashMap<>();

    ReportParts(List<Submission.Item> items) {
        for (var item : items) {
            if (!item.fullUrl().isEmpty() && !item.type().equals("DiagnosticReport") && !item.isOfRecord()) {
                byName.put(item.fullUrl(), item);
            }
        }
    }

    /// What a line or a specimen is told from the others of its report by.
    static String lineCode(Resolved item) {
        var element = item.type().equals("Specimen") ? "type" : "code";
        var codes = ResourceColumns.codings(item.json().path(element));
        return item.type()
                + "|"
                + (codes.isEmpty()
                        ? ResourceColumns.text(item.json().path(element).path("text"))
                        : codes.getFirst().value());
    }

    /// Full URLs of the items that belong to a report.
    Set<String> of(Submission.Item report) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<Submission.Item>(List.of(report));
        while (!open.isEmpty()) {
            for (var reference : References.in(open.remove().json())) {
                var name = References.literal(reference);
                var part = byName.get(name);
                if (part != null && found.add(name)) {
                    open.add(part);
                }
            }
        }
        return found;
    }
}
