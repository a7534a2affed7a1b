package org.meridiandx.testkit.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.meridiandx.contracts.events.v1.PatientChanged;

/// Merges and unmerges of some records, and a simple model of what they mean: a record counts for
/// the one that it was merged into, and so on to the end of the chain.
///
/// The stand-in answers as the model says, at once; what the services hear of it, and when, is for
/// the test to decide.
public final class MergeHistory {
    private static final int STEPS = 14;

    private final PatientTable patients;
    private final List<String> ids;
    private final Map<String, String> mergedInto = new HashMap<>();

    /// @param ids of records that the stand-in knows
    public MergeHistory(PatientTable patients, List<String> ids) {
        this.patients = patients;
        this.ids = List.copyOf(ids);
    }

    /// Four records that the stand-in did not know before, none of them merged.
    ///
    /// @param birthDate of all four, YYYY-MM-DD
    public static MergeHistory ofFour(PatientTable patients, String birthDate) {
        var chance = new Random();
        var run = UUID.randomUUID().toString().substring(0, 8);
        var ids = Stream.of("A-", "B-", "C-", "D-").map(name -> name + run).toList();
        ids.forEach(id -> patients.add(id, anyNhsNumber(chance), birthDate));
        return new MergeHistory(patients, ids);
    }

    /// Ids of the records.
    public List<String> ids() {
        return ids;
    }

    /// The record's own NHS number.
    public String nhsNumberOf(String recordedId) {
        return patients.nhsNumberOf(recordedId);
    }

    /// Another NHS number for each test: ten digits from 999 000 0000 on, with their check digit.
    private static String anyNhsNumber(Random chance) {
        while (true) {
            var digits = "999" + String.format("%06d", chance.nextInt(1_000_000));
            var sum = 0;
            for (var i = 0; i < digits.length(); i++) {
                sum += (digits.charAt(i) - '0') * (10 - i);
            }
            var check = (11 - sum % 11) % 11;
            if (check < 10) {
                return digits + check;
            }
        }
    }

    /// For which patient a record counts.
    public String patientOf(String recordedId) {
        var into = mergedInto.get(recordedId);
        return into == null ? recordedId : patientOf(into);
    }

    /// Merges a record that stands for itself into another one.
    ///
    /// @return the fact to be told
    public PatientChanged merge(String merged, String survivor) {
        return change(PatientChanged.Kind.MERGED, patientOf(survivor), () -> mergedInto.put(merged, survivor));
    }

    /// Lets a merged record stand for itself again, with those that were merged into it.
    public PatientChanged unmerge(String merged) {
        return change(PatientChanged.Kind.UNMERGED, patientOf(merged), () -> mergedInto.remove(merged));
    }

    /// One merge or unmerge, as chance will have it.
    ///
    /// @return the fact to be told; empty where the chosen records cannot be merged
    private Optional<PatientChanged> step(Random chance) {
        var record = ids.get(chance.nextInt(ids.size()));
        var other = ids.get(chance.nextInt(ids.size()));
        if (mergedInto.containsKey(record)) {
            return Optional.of(unmerge(record));
        }
        return patientOf(other).equals(record) ? Optional.empty() : Optional.of(merge(record, patientOf(other)));
    }

    /// What may happen in a service's life, as chance will have it: something is recorded, records are merged and
    /// parted, a fact is heard late, twice or before an earlier one. In the end each fact was heard.
    ///
    /// @param recording records something under the id that it is given
    /// @param hearing has the service hear a fact
    public void play(Random chance, Consumer<String> recording, Consumer<PatientChanged> hearing) {
        var facts = new ArrayList<PatientChanged>();
        for (var step = 0; step < STEPS; step++) {
            switch (chance.nextInt(3)) {
                case 0 -> recording.accept(ids.get(chance.nextInt(ids.size())));
                case 1 -> step(chance).ifPresent(facts::add);
                default -> {
                    if (!facts.isEmpty()) {
                        hearing.accept(facts.get(chance.nextInt(facts.size())));
                    }
                }
            }
        }
        Collections.shuffle(facts, chance);
        facts.forEach(hearing);
    }

    private PatientChanged change(PatientChanged.Kind kind, String survivor, Runnable change) {
        var before = new HashMap<String, String>();
        ids.forEach(id -> before.put(id, patientOf(id)));
        change.run();
        var fact = PatientChanged.newBuilder().setKind(kind).setSurvivingPatientId(survivor);
        for (var id : ids) {
            if (!patientOf(id).equals(before.get(id))) {
                fact.addStandings(patients.stand(id, patientOf(id)));
            }
        }
        return fact.build();
    }
}
