package org.meridiandx.identity.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks the chain from its beginning and notes where it does not hold. Pure; one instance for one
/// walk.
final class ChainCheck {
    private static final int MAX_FINDINGS = 50;
    private final Optional<Anchor> anchor;
    private final List<String> findings = new ArrayList<>();
    private byte[] previousHash = ChainedEntry.origin();
    private long lastSeq;
    private long entries;
    private boolean anchorSeen;

    ChainCheck(Optional<Anchor> anchor) {
        this.anchor = anchor;
    }

    /// An end of the chain that somebody wrote down earlier, outside of this database.
    @SuppressWarnings("ArrayRecordComponent")
    record Anchor(long seq, byte[] hash) {}

    /// What was found.
    ///
    /// @param findings empty where the chain holds
    record Verdict(long entries, List<String> findings) {
        Verdict {
            findings = List.copyOf(findings);
        }

        boolean isIntact() {
            return findings.isEmpty();
        }
    }

    /// Takes the next entry, in the order of seq.
    void accept(ChainedEntry entry) {
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
        anchor.filter(known -> known.seq() == entry.seq()).ifPresent(known -> compare(known, entry));
        previousHash = entry.hash();
        lastSeq = entry.seq();
        entries++;
    }

    /// Compares the last entry with the head.
    ///
    /// @param isSigned whether the head's signature is good
    Verdict finish(ChainHead head, boolean isSigned) {
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
        if (anchor.isPresent() && !anchorSeen) {
            add("entry " + anchor.get().seq() + ", noted earlier, is not there");
        }
        return new Verdict(entries, findings);
    }

    private void compare(Anchor known, ChainedEntry entry) {
        anchorSeen = true;
        if (!MessageDigest.isEqual(known.hash(), entry.hash())) {
            add("entry " + entry.seq() + " is not the one that was noted earlier");
        }
    }

    private void add(String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }
}
