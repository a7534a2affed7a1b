package org.meridiandx.e2e.world;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Patients and their records, all that was made for this test and nothing else.
public final class World {

    private final Instant since;
    private final Pattern marker;
    private final List<WorldPatient> patients;
    private final List<WorldRecord> records;
    private final Map<String, WorldRecord> byReference = new HashMap<>();
    private final Map<String, WorldRecord> byMarker = new HashMap<>();
    private final Map<String, WorldRecord> byStudy = new HashMap<>();
    private final Map<String, List<WorldRecord>> byType = new HashMap<>();
    private final Map<String, List<String>> orders = new HashMap<>();
    private final List<Asker> askers;

    /// @param since when the first of it was made
    /// @param prefix what all of its markers begin with
    public World(Instant since, String prefix, List<WorldPatient> patients, Collection<WorldRecord> records) {
        this.since = since.truncatedTo(ChronoUnit.SECONDS);
        this.marker = Pattern.compile(prefix + "[A-Z]{4}");
        this.patients = List.copyOf(patients);
        this.records = List.copyOf(records);
        this.askers = Asker.of(this.patients);
        for (var record : this.records) {
            byReference.put(record.reference(), record);
            byType.computeIfAbsent(record.type(), type -> new ArrayList<>()).add(record);
            if (!record.names().marker().isEmpty()) {
                byMarker.put(record.names().marker(), record);
            }
            if (!record.names().path().isEmpty()) {
                byStudy.put(record.names().study(), record);
            }
        }
    }

    /// For searches that are to find what was made since.
    public String since() {
        return since.toString();
    }

    /// What the patient names of all its studies begin with.
    public String prefix() {
        return marker.pattern().substring(0, marker.pattern().indexOf('['));
    }

    public Matcher markersIn(String text) {
        return marker.matcher(text);
    }

    public List<WorldPatient> patients() {
        return patients;
    }

    public List<WorldRecord> records() {
        return records;
    }

    public List<WorldRecord> all(String type) {
        return byType.getOrDefault(type, List.of());
    }

    public List<WorldRecord> of(WorldPatient patient, String type) {
        return all(type).stream().filter(record -> record.patient() == patient).toList();
    }

    public List<Asker> askers() {
        return askers;
    }

    /// Ids of a type in the order in which searches show them, those of others among them.
    public List<String> order(String type) {
        return orders.getOrDefault(type, List.of());
    }

    public void order(String type, List<String> ids) {
        orders.put(type, List.copyOf(ids));
    }

    public Optional<WorldRecord> byReference(String reference) {
        return Optional.ofNullable(byReference.get(reference));
    }

    public Optional<WorldRecord> byMarker(String text) {
        return Optional.ofNullable(byMarker.get(text));
    }

    public Optional<WorldRecord> byStudy(String uid) {
        return Optional.ofNullable(byStudy.get(uid));
    }
}
