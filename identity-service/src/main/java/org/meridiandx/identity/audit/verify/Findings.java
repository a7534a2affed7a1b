package org.meridiandx.identity.audit.verify;

import java.util.ArrayList;
import java.util.List;

/// Collects what is found; a log that is wrong from end to end does not fill the memory.
final class Findings {
    private static final int KEPT = 100;
    private final List<Verdict.Finding> kept = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long count;

    void add(long from, long to, String text) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new Verdict.Finding(from, to, text));
        }
    }

    void note(String text) {
        if (notes.size() < KEPT) {
            notes.add(text);
        }
    }

    /// Whether something was found that lies within these entries.
    boolean hasWithin(long from, long to) {
        return kept.stream().anyMatch(finding -> finding.from() >= from && finding.to() <= to);
    }

    Verdict verdict(long entries) {
        return new Verdict(entries, kept, count, notes);
    }
}
