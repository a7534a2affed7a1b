package org.meridiandx.identity.patients.merging.rules;

import java.util.Collection;
import java.util.Comparator;

/// Under which record of a merged patient something is recorded: the one that the source's
/// identifiers name. Where they name several, the one nearest to the survivor: such a source knows
/// of the merge, and what it says stays with the survivor when the records are parted.
public final class Attribution {
    private Attribution() {}

    /// @param named records of one patient, at least one
    public static String recordOf(Lineage lineage, Collection<String> named) {
        return named.stream()
                .min(Comparator.comparingInt((String id) -> lineage.chainOf(id).size())
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
