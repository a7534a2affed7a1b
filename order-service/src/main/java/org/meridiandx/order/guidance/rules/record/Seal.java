package org.meridiandx.order.guidance.rules.record;

import java.util.Set;

/// What decides whom a record that a fact rests on may be shown to.
///
/// @param organisations ODS codes that the record names
/// @param labels codes of its security labels
public record Seal(Set<String> organisations, Set<String> labels) {
    public static final Seal NONE = new Seal(Set.of(), Set.of());

    public Seal {
        organisations = Set.copyOf(organisations);
        labels = Set.copyOf(labels);
    }
}
