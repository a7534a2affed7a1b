package org.meridiandx.testkit.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.meridiandx.contracts.events.v1.PatientChanged;

/// Merges and unmerges of some records, and a simple model of what they mean: a record counts for
/// the one that it was merged into, and so on to the end of the chain.
///
/// The stand-in answers as the model says, at once; what the services hear of it, and when, is for
/// the test to decide.
public final class MergeHistory {
    private final PatientTable patients;
    private final List<String> ids;
    private final Map<String, String> mergedInto = new HashMap<>();

    /// @param ids of records that the stand-in knows
    public MergeHistory(PatientTable patients, List<String> ids) {
        this.patients = patients;
        this.ids = List.copyOf(ids);
    }

    /// Another NHS number for each test: ten digits from 999 000 0000 on, with their check digit.
    public static String anyNhsNumber(Random chance) {
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
    public Optional<PatientChanged> step(Random chance) {
        var record = ids.get(chance.nextInt(ids.size()));
        var other = ids.get(chance.nextInt(ids.size()));
        if (mergedInto.containsKey(record)) {
            return Optional.of(unmerge(record));
        }
        return patientOf(other).equals(record) ? Optional.empty() : Optional.of(merge(record, patientOf(other)));
    }

    private PatientChanged change(PatientChanged.Kind kind, String survivor, Runnable change) {
        var before = new HashMap<String, String>();
        ids.forEach(id -> before.put(id, patientOf(id)));
        change.run();
        var fact = PatientChanged.newBuilder().setKind(kind).setSurvivingPatientId(survivor);
        for (var id : new ArrayList<>(ids)) {
            if (!patientOf(id).equals(before.get(id))) {
                fact.addStandings(patients.stand(id, patientOf(id)));
            }
        }
        return fact.build();
    }
}
