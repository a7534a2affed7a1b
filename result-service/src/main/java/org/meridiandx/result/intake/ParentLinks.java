package org.meridiandx.result.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.oru.Drafts;

/// Ties what grew out of a result to it, for one patient of a message: a culture, its organisms,
/// their sensitivities, in whatever order and however deep they come.
///
/// **Source:** HL7 v2.5.1 chapter 7.4.1.26 (OBR-26 parent result) and 7.4.1.29 (OBR-29 parent);
/// FHIR R4 Observation.hasMember and derivedFrom.
final class ParentLinks {
    static final String PARENT_REPORT = "urn:meridian:extension:parent-report";

    /// A line by its code, sub-id and the number of its report, which may be left out.
    private final Map<Drafts.Parent, Line> lines = new HashMap<>();
    /// Ids of reports by their numbers.
    private final Map<String, String> reports = new HashMap<>();
    private final List<Child> children = new ArrayList<>();
    private final List<Line> ofReport = new ArrayList<>();

    /// @param json absent where the line is on record and not written now
    private record Line(String id, Optional<ObjectNode> json) {}

    private record Child(String reportId, ObjectNode report, Drafts.Parent parent, List<Line> lines) {}

    /// A line that is written now. All lines of a report come before the report.
    void line(Drafts.Report draft, Drafts.Line line, String id) {
        var written = new Line(id, Optional.of(line.json()));
        ofReport.add(written);
        add(draft, line.code(), line.subId(), written);
    }

    /// A report that is written now.
    void report(String id, ObjectNode json, Drafts.Report draft) {
        numbers(draft).forEach(number -> reports.putIfAbsent(number, id));
        draft.parent().ifPresent(parent -> children.add(new Child(id, json, parent, List.copyOf(ofReport))));
        ofReport.clear();
    }

    /// A report that stays as it is: later ones may have grown out of its lines.
    void onRecord(String id, Drafts.Report draft, List<Part> parts) {
        numbers(draft).forEach(number -> reports.putIfAbsent(number, id));
        for (var line : draft.lines()) {
            parts.stream()
                    .filter(part -> !part.isSpecimen() && part.key().equals(line.key()))
                    .findFirst()
                    .ifPresent(part -> add(draft, line.code(), line.subId(), new Line(part.id(), Optional.empty())));
        }
    }

    /// When all reports of the patient are there.
    void link() {
        for (var child : children) {
            var parent = lines.get(child.parent());
            if (parent != null) {
                child.lines().forEach(line -> link(parent, line));
            }
            var report = reports.get(child.parent().number());
            if (report != null && !report.equals(child.reportId())) {
                child.report()
                        .withArray("/extension")
                        .addObject()
                        .put("url", PARENT_REPORT)
                        .putObject("valueReference")
                        .put("reference", "DiagnosticReport/" + report);
            }
        }
    }

    /// derivedFrom, and hasMember of the parent <- OBR-26
    private static void link(Line parent, Line child) {
        if (parent.id().equals(child.id())) {
            return;
        }
        child.json()
                .ifPresent(json ->
                        json.putArray("derivedFrom").addObject().put("reference", "Observation/" + parent.id()));
        parent.json()
                .ifPresent(
                        json -> json.withArray("/hasMember").addObject().put("reference", "Observation/" + child.id()));
    }

    private void add(Drafts.Report draft, String code, String subId, Line line) {
        Stream.concat(Stream.of(""), numbers(draft))
                .forEach(number -> lines.putIfAbsent(new Drafts.Parent(code, subId, number), line));
    }

    private static Stream<String> numbers(Drafts.Report draft) {
        return Stream.of(draft.fillerNumber(), draft.placerNumber()).filter(number -> !number.isEmpty());
    }
}
