package org.meridiandx.identity.audit.chain;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Walks the chain from its beginning and notes where it does not hold. Pure; one instance for one
/// walk.
public final class ChainCheck {
    private static final int MAX_FINDINGS = 50;
    private final List<String> findings = new ArrayList<>();
    private byte[] previousHash = ChainedEntry.origin();
    private long lastSeq;
    private long entries;

    /// What was found.
    ///
    /// @param findings empty where the chain holds
    public record Verdict(long entries, List<String> findings) {
        public Verdict {
            findings = List.copyOf(findings);
        }

        public boolean isIntact() {
            return findings.isEmpty();
        }
    }

    /// Takes the next entry, in the order of seq.
    public void accept(ChainedEntry entry) {
        var expected = lastSeq + 1;
        var hasGap = entry.seq() != expected;
        if (hasGap) {
            add("entries " + expected + " to " + (entry.seq() - 1) + " are missing");
        }
        if (!hasGap && !MessageDigest.isEqual(previousHash, entry.previousHash())) {
            add("entry " + entry.seq() + " does not follow the entry before it: one of them was moved or replaced");
        }
        if (!entry.isIntact()) {
            add("entry " + entry.seq() + " was changed after it was written");
        }
        previousHash = entry.hash();
        lastSeq = entry.seq();
        entries++;
    }

    /// Compares the last entry with the head.
    ///
    /// @param isSigned whether the head's signature is good
    public Verdict finish(ChainHead head, boolean isSigned) {
        if (lastSeq < head.seq()) {
            add("entries after " + lastSeq + " up to " + head.seq() + " were cut off at the end");
        } else if (lastSeq > head.seq()) {
            add("entries after " + head.seq() + " stand beyond the signed end");
        } else if (head.seq() > 0 && !MessageDigest.isEqual(previousHash, head.hash())) {
            add("the last entry is not the one that the signed end names");
        }
        if (!isSigned) {
            add("the end of the chain has no good signature of this region");
        }
        return new Verdict(entries, findings);
    }

    private void add(String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }
}
