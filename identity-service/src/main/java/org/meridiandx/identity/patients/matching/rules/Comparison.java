package org.meridiandx.identity.patients.matching.rules;

import java.util.List;

/// How alike two descriptions are.
///
/// @param score 0 to 1: the chance that they are of one person
/// @param agreements one per field that both tell
public record Comparison(Grade grade, double score, List<Agreement> agreements) {
    public Comparison {
        agreements = List.copyOf(agreements);
    }
}
