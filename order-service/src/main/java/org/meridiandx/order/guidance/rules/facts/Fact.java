package org.meridiandx.order.guidance.rules.facts;

import java.util.List;

/// Something that may be known about a patient or a request.
///
/// @param index its place in the vocabulary
/// @param unit as people write it; empty where there is none
/// @param choices the codes that a choice may have; empty for the others
/// @param group under which a form shows it
public record Fact(int index, String name, Kind kind, String unit, List<String> choices, String group, String meaning) {

    /// What values it has.
    public enum Kind {
        FLAG,
        NUMBER,
        CHOICE,
        TEXT
    }

    public Fact {
        choices = List.copyOf(choices);
    }

    /// Its name tells it from all others.
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
