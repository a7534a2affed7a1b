package org.meridiandx.result.record.summary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.result.record.rules.Absence;
import org.meridiandx.result.record.summary.Summary.Section;
import org.meridiandx.result.record.summary.Summary.Shown;
import org.meridiandx.result.record.summary.Summary.Source;
import org.meridiandx.result.record.summary.SummaryRepository.Kept;
import org.meridiandx.result.resources.ResourceTree;

/// Sorts what was read into the sections of a summary.
final class SummaryWriter {
    private static final int MOST_RESULTS = 30;
    private final Map<SummarySection, List<Entry>> entries = new EnumMap<>(SummarySection.class);
    private final Set<SummarySection> withheld = EnumSet.noneOf(SummarySection.class);
    private final List<Shown> results = new ArrayList<>();

    private SummaryWriter() {}

    /// @param decisions one per row, in order: what is masked is not shown
    static Summary of(NamedPatient patient, Instant at, List<Kept> rows, List<AccessDecision> decisions) {
        var writer = new SummaryWriter();
        for (var i = 0; i < rows.size(); i++) {
            var decision = decisions.get(i);
            writer.take(rows.get(i), decision.isAllowed() && !decision.isMasked());
        }
        return new Summary(patient, at, writer.sections());
    }

    private void take(Kept row, boolean mayShow) {
        if (row.type().equals("Observation")) {
            if (mayShow) {
                results.add(resultOf(row));
            }
            return;
        }
        var entry = Entry.of(row.recordType(), row.source(), row.resource());
        if (entry.isDisproved() || entry.isFormerAbsence()) {
            return;
        }
        SummarySection.of(row.recordType(), entry.status()).ifPresent(section -> take(section, entry, mayShow));
    }

    private void take(SummarySection section, Entry entry, boolean mayShow) {
        if (mayShow) {
            entries.computeIfAbsent(section, kind -> new ArrayList<>()).add(entry);
        } else {
            withheld.add(section);
        }
    }

    private List<Section> sections() {
        return SummarySection.inOrder().stream()
                .map(this::section)
                .filter(section ->
                        section.kind().isRequired() || !section.shown().isEmpty())
                .toList();
    }

    private Section section(SummarySection kind) {
        return kind == SummarySection.RESULTS
                ? new Section(kind, results.subList(0, Math.min(MOST_RESULTS, results.size())), Absence.NO, List.of())
                : SectionWriter.of(kind, entries.getOrDefault(kind, List.of()), !withheld.contains(kind));
    }

    private static Shown resultOf(Kept row) {
        var json = ResourceTree.parse(row.resource().content());
        return new Shown(row.type(), row.resource().id(), json, List.of(new Source(row.source(), "")));
    }
}
