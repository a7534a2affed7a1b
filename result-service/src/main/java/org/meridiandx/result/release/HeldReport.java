package org.meridiandx.result.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.result.release.rules.Grade;
import org.meridiandx.result.release.rules.ReleaseRule.Facts;
import org.meridiandx.result.release.rules.ReleaseRule.Word;
import org.meridiandx.result.release.rules.Subject;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.ReportNotes;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// A report with its lines as they are on record, or a line that no report has.
///
/// @param report its document
/// @param lines those that came with it and those that it names; of a line alone itself
/// @param organisations who answers for it, then who made it: whose rules count, in that order
/// @param isCritical whether it is followed as critical
/// @param words what clinicians said for the patient, by the content that they said it of
/// @param now by the clock of the database
record HeldReport(
        Row report,
        List<Row> lines,
        List<String> organisations,
        boolean isCritical,
        Map<String, Word> words,
        Instant now) {
    private static final Set<String> UNFINISHED = Set.of("registered", "partial", "preliminary");
    private static final Set<String> ORDINARY = Set.of("N", "L", "M", "U");

    HeldReport {
        lines = List.copyOf(lines);
        organisations = List.copyOf(organisations);
        words = Map.copyOf(words);
    }

    /// A stored resource.
    record Row(String id, int version, String patientId, Instant lastUpdated, ObjectNode json) {
        @Override
        public String toString() {
            return "Row[id=" + id + ", version=" + version + "]";
        }
    }

    Facts facts(boolean isChild) {
        var subjects = kinds();
        if (isChild) {
            subjects.add(Subject.CHILD);
        }
        if (isSensitive()) {
            subjects.add(Subject.SENSITIVE);
        }
        if (UNFINISHED.contains(ResourceColumns.text(report.json().path("status")))) {
            subjects.add(Subject.UNFINISHED);
        }
        return new Facts(subjects, grade(), word(), since(), now);
    }

    /// By its own categories, else by those of its lines.
    private Set<Subject> kinds() {
        var own = kindsOf(report.json());
        if (own.isEmpty()) {
            lines.forEach(line -> own.addAll(kindsOf(line.json())));
        }
        return own;
    }

    private static Set<Subject> kindsOf(JsonNode json) {
        return ResourceColumns.codings(json.path("category")).stream()
                .flatMap(category -> Subject.of(category.system(), category.value()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Subject.class)));
    }

    private boolean isSensitive() {
        return everything().stream()
                .flatMap(row -> ResourceColumns.security(row.json()).stream())
                .anyMatch(label -> !ORDINARY.contains(label.value()));
    }

    /// What is said in words, in a document or in a line that is not at hand nobody has judged.
    private Grade grade() {
        if (isCritical) {
            return Grade.CRITICAL;
        }
        var grade = hasWords() || lines.isEmpty() || namesMore() ? Grade.ABNORMAL : Grade.NORMAL;
        for (var line : lines) {
            grade = grade.orWorse(LineGrade.of(line.json()));
        }
        return grade;
    }

    private boolean hasWords() {
        var json = report.json();
        return Stream.of("conclusion", "conclusionCode", "presentedForm").anyMatch(json::has)
                || ResourceColumns.each(json.path("extension")).stream().anyMatch(ReportNotes::isOfResult);
    }

    /// Whether it names lines that are not on record here.
    private boolean namesMore() {
        var known = lines.stream().map(Row::id).collect(Collectors.toSet());
        return !ResourceColumns.each(report.json().path("result")).stream()
                .map(ResourceColumns::idOf)
                .allMatch(known::contains);
    }

    private Word word() {
        return words.isEmpty()
                ? Word.NONE
                : Optional.ofNullable(words.get(content())).orElse(Word.NONE);
    }

    private Instant since() {
        return everything().stream()
                .map(Row::lastUpdated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private List<Row> everything() {
        var all = new ArrayList<>(lines);
        all.add(report);
        return all;
    }

    /// What tells it from itself with another content. A merge of patients changes nothing that it says.
    String content() {
        var parts = everything().stream()
                .sorted(Comparator.comparing(Row::id))
                .map(row -> {
                    var said = row.json().deepCopy();
                    said.remove(List.of("meta", "subject"));
                    return ResourceTree.write(said);
                })
                .toList();
        return Fingerprint.of(parts);
    }
}
