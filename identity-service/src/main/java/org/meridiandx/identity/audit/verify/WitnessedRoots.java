package org.meridiandx.identity.audit.verify;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.meridiandx.identity.audit.heads.HeadSigner;
import org.meridiandx.identity.audit.heads.SignedHead;
import org.meridiandx.identity.audit.heads.TreeHead;
import org.meridiandx.identity.audit.merkle.Frontier;

/// Heads of this log that are kept elsewhere, to be compared with the log on the way. Not safe for
/// several threads.
final class WitnessedRoots {
    private final TreeMap<Long, List<TreeHead>> open = new TreeMap<>();
    private final Findings findings;
    private long lastGood;

    private WitnessedRoots(Findings findings) {
        this.findings = findings;
    }

    /// Reads heads; those of other regions are left out, those that this region did not sign are
    /// left out and named.
    ///
    /// @param signed JWS each
    static WitnessedRoots of(List<String> signed, HeadSigner signer, String region, Findings findings) {
        var roots = new WitnessedRoots(findings);
        for (var jws : signed) {
            switch (signer.check(jws)) {
                case SignedHead.Good(var head) -> roots.add(head, region);
                case SignedHead.UnknownKey(var head, var keyId) -> {
                    findings.note(
                            "a witnessed head of " + head.size() + " entries is signed by a key that is not known "
                                    + "here (" + keyId + "); it was compared all the same");
                    roots.add(head, region);
                }
                case SignedHead.Bad() -> findings.note("a witnessed head has no good signature and was left out");
            }
        }
        return roots;
    }

    /// The size up to which the log is proven by a witness.
    long lastGood() {
        return lastGood;
    }

    void compare(Frontier frontier) {
        if (open.isEmpty() || frontier.size() < open.firstKey()) {
            return;
        }
        var root = frontier.root();
        for (var head : open.pollFirstEntry().getValue()) {
            if (MessageDigest.isEqual(root, head.root())) {
                lastGood = head.size();
            } else {
                findings.add(
                        lastGood + 1,
                        head.size(),
                        "the first " + head.size() + " entries are not those that were signed on " + head.timestamp()
                                + " and witnessed: among " + (lastGood + 1) + " to " + head.size()
                                + " something was changed, moved, put in or taken out");
            }
        }
    }

    /// Names the heads that the log has not come to.
    void finish(long size) {
        for (var heads : open.tailMap(size, false).values()) {
            var head = heads.getFirst();
            findings.add(
                    size + 1,
                    head.size(),
                    "the log ends at entry " + size + ", but it had " + head.size() + " entries on " + head.timestamp()
                            + ", as was witnessed: entries " + (size + 1) + " to " + head.size() + " were cut off");
        }
        open.clear();
    }

    private void add(TreeHead head, String region) {
        if (!head.region().equals(region)) {
            findings.note("a witnessed head is of region " + head.region() + ", not " + region + ", and was left out");
        } else if (head.size() > 0) {
            open.computeIfAbsent(head.size(), size -> new ArrayList<>()).add(head);
        }
    }
}
