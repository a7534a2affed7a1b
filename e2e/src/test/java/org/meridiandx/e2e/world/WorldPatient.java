package org.meridiandx.e2e.world;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/// A patient of the world, and what the test itself knows of the facts that decisions go by. Made by several threads,
/// each with its own patients.
public final class WorldPatient {

    private final int number;
    private final String nhsNumber;
    private final String family;
    private final String birthDate;
    private final Set<Held> held = new CopyOnWriteArraySet<>();
    private final Set<String> tellers = new CopyOnWriteArraySet<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile Optional<String> id = Optional.empty();
    private volatile Optional<String> label = Optional.empty();
    private volatile boolean optedOut;

    /// @param family marks everything that shows the patient
    public WorldPatient(int number, String nhsNumber, String family, String birthDate) {
        this.number = number;
        this.nhsNumber = nhsNumber;
        this.family = family;
        this.birthDate = birthDate;
    }

    /// A ground that holds now.
    ///
    /// @param person FHIR reference; empty where every one of the organisation has it
    public record Held(String kind, String organisation, String person) {}

    /// What the patient said; an empty text stands for all.
    public record Rule(boolean isDeny, String organisation, String type) {
        public boolean fits(String asker, String asked) {
            return (organisation.isEmpty() || organisation.equals(asker)) && (type.isEmpty() || type.equals(asked));
        }
    }

    public int number() {
        return number;
    }

    public String id() {
        return id.orElseThrow();
    }

    public void id(String known) {
        id = Optional.of(known);
    }

    public String nhsNumber() {
        return nhsNumber;
    }

    public String family() {
        return family;
    }

    public String birthDate() {
        return birthDate;
    }

    /// The security label of the patient's own record.
    public Set<String> labels() {
        return label.map(Set::of).orElse(Set.of());
    }

    public void label(String code) {
        label = Optional.of(code);
    }

    /// Organisations that told of the patient.
    public Set<String> tellers() {
        return tellers;
    }

    public void toldBy(String organisation) {
        tellers.add(organisation);
        holds("registration", organisation);
    }

    public void holds(String kind, String organisation) {
        held.add(new Held(kind, organisation, ""));
    }

    public void holds(Held ground) {
        held.add(ground);
    }

    public Collection<Held> held() {
        return held;
    }

    public void said(Rule rule) {
        rules.add(rule);
    }

    public List<Rule> rules() {
        return rules;
    }

    public boolean isOptedOut() {
        return optedOut;
    }

    public void optOut() {
        optedOut = true;
    }

    @Override
    public String toString() {
        return "patient " + number;
    }
}
