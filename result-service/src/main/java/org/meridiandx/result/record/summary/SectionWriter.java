package org.meridiandx.result.record.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.result.record.rules.Absence;
import org.meridiandx.result.record.rules.SameFactRule;
import org.meridiandx.result.record.rules.Told;
import org.meridiandx.result.record.summary.Summary.Section;
import org.meridiandx.result.record.summary.Summary.Shown;
import org.meridiandx.result.record.summary.Summary.Source;

/// Puts the entries of one section together: facts once, with their sources; and what it means where there are none.
///
/// That somebody recorded "none known" is said as long as nobody tells of anything; and never where something of the
/// section may not be shown to this reader: then it is as if nothing were recorded, which claims nothing.
///
/// **Hazard:** "no known allergies" shown beside, or in place of, an allergy.
final class SectionWriter {
    /// More than a reader takes in; what is left out is said. Of allergies, medication and problems nothing is.
    static final int MOST = 100;

    private SectionWriter() {}

    /// @param entries that belong to it and may be shown, the latest first
    /// @param isAllShown whether there are no others
    static Section of(SummarySection kind, List<Entry> entries, boolean isAllShown) {
        var byAbsence = new HashMap<Absence, List<Entry>>();
        entries.forEach(entry -> byAbsence
                .computeIfAbsent(entry.absence(), absence -> new ArrayList<>())
                .add(entry));
        var positive = byAbsence.getOrDefault(Absence.NO, List.of());
        var none = byAbsence.getOrDefault(Absence.NONE_KNOWN, List.of());
        var unasked = byAbsence.getOrDefault(Absence.NOT_ASKED, List.of());
        if (!positive.isEmpty()) {
            return filled(kind, positive, none);
        }
        if (!none.isEmpty() && isAllShown) {
            return new Section(kind, shown(none), Absence.NONE_KNOWN, List.of());
        }
        if (!unasked.isEmpty() && isAllShown) {
            return new Section(kind, shown(unasked), Absence.NOT_ASKED, List.of());
        }
        return new Section(kind, List.of(), Absence.NO, List.of());
    }

    private static Section filled(SummarySection kind, List<Entry> positive, List<Entry> none) {
        var facts = shown(positive);
        var notes = new ArrayList<String>();
        none.forEach(entry -> notes.add("Another source recorded that there is none: "
                + new Source(entry.source(), entry.recordedOn()) + ". Ask the patient."));
        var most = kind.isRequired() ? facts.size() : Math.min(MOST, facts.size());
        if (facts.size() > most) {
            notes.add((facts.size() - most) + " older ones are on record and not shown here.");
        }
        return new Section(kind, facts.subList(0, most), Absence.NO, notes);
    }

    private static List<Shown> shown(List<Entry> entries) {
        var byName = new LinkedHashMap<String, Entry>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        var shared = Shared.of(entries);
        var all = entries.stream()
                .map(entry -> shared.mayBeTold(entry) ? entry.told() : entry.toldByOne())
                .toList();
        var places = new HashMap<String, Integer>();
        byName.keySet().forEach(name -> places.put(name, places.size()));
        return SameFactRule.groups(all).stream()
                .sorted(Comparator.comparingInt(group -> placeOf(group, places)))
                .map(group -> shown(group, byName))
                .toList();
    }

    /// Where the latest of it stands.
    private static int placeOf(List<Told> group, Map<String, Integer> places) {
        return group.stream()
                .mapToInt(told -> places.getOrDefault(told.id(), Integer.MAX_VALUE))
                .min()
                .orElseThrow();
    }

    private static Shown shown(List<Told> group, Map<String, Entry> byName) {
        var entries = group.stream().map(told -> byName.get(told.id())).toList();
        var first = entries.getFirst();
        return new Shown(
                first.type().fhirName(),
                first.stored().id(),
                first.json(),
                entries.stream()
                        .map(entry -> new Source(entry.source(), entry.recordedOn()))
                        .toList());
    }
}
