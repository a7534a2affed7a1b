package org.meridiandx.result.subscriptions.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.fhir.StoredResource;

/// What of some events a subscriber may be told, and what not.
///
/// @param withheld places in the queue
record Disclosure(List<Shown> shown, List<Long> withheld) {
    Disclosure {
        shown = List.copyOf(shown);
        withheld = List.copyOf(withheld);
    }

    /// @param report as the decision lets it be shown
    record Shown(QueuedEvent event, StoredResource report) {}

    /// At most so many.
    Disclosure first(int most) {
        return new Disclosure(shown.stream().limit(most).toList(), withheld);
    }

    boolean isNumbered() {
        return shown.stream().allMatch(one -> one.event().number().isPresent());
    }

    /// The same with the numbers that were given.
    ///
    /// @param numbers by place in the queue
    Disclosure numbered(Map<Long, Long> numbers) {
        var with = shown.stream()
                .filter(one -> numbers.containsKey(one.event().seq()))
                .map(one -> new Shown(
                        one.event().numbered(numbers.getOrDefault(one.event().seq(), 0L)), one.report()))
                .toList();
        return new Disclosure(with, withheld);
    }

    /// Those whose numbers are in a range, both ends included.
    Disclosure within(long from, long to) {
        return new Disclosure(
                shown.stream()
                        .filter(one -> one.event().number().orElse(0L) >= from
                                && one.event().number().orElse(0L) <= to)
                        .toList(),
                withheld);
    }

    List<Long> places() {
        return shown.stream().map(one -> one.event().seq()).toList();
    }

    /// The highest number; 0 where nothing is told.
    long last() {
        return shown.stream()
                .mapToLong(one -> one.event().number().orElse(0L))
                .max()
                .orElse(0);
    }

    /// One entry for each patient.
    List<AuditEntry> trail(String interaction) {
        var byPatient = new TreeMap<String, List<String>>();
        for (var one : shown) {
            byPatient
                    .computeIfAbsent(one.report().patientId(), ignored -> new ArrayList<>())
                    .add(one.report().id());
        }
        return byPatient.entrySet().stream()
                .map(entry -> new AuditEntry(
                        "R",
                        interaction,
                        "ok",
                        "",
                        "DiagnosticReport",
                        entry.getValue().stream().distinct().toList(),
                        entry.getKey(),
                        ""))
                .toList();
    }
}
