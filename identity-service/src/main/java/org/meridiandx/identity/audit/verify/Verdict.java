package org.meridiandx.identity.audit.verify;

import java.util.List;

/// What a walk over the log has shown.
///
/// @param entries that were read
/// @param findings what is wrong, the first hundred; empty where the log holds
/// @param findingCount all of them
/// @param notes what could not be checked, and why
record Verdict(long entries, List<Finding> findings, long findingCount, List<String> notes) {
    Verdict {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /// @param from first entry that it concerns, counted from 1
    /// @param to last one
    record Finding(long from, long to, String text) {}

    boolean isIntact() {
        return findingCount == 0;
    }
}
