package org.meridiandx.identity.audit;

import org.meridiandx.identity.audit.merkle.TreeHash;

/// Where the log ends, as the database has it: to be believed only after its signature was checked.
///
/// @param size number of entries
/// @param root of the tree of that size
/// @param frontier the tree's right edge
/// @param signedHead JWS over size, time and root; empty before the first entry
@SuppressWarnings("ArrayRecordComponent")
public record LogState(long size, byte[] root, byte[] frontier, String signedHead) {

    static LogState ofNothing() {
        return new LogState(0, TreeHash.empty(), new byte[0], "");
    }

    @Override
    public String toString() {
        return "LogState[" + size + "]";
    }
}
