package org.meridiandx.e2e.world;

import java.util.Set;

/// What a result or study answers to.
///
/// @param parties who asked and who performs; nobody where there is no order
record Basis(String id, String accession, Set<String> parties, String label) {
    static Basis none(String label) {
        return new Basis("", "", Set.of(), label);
    }
}
