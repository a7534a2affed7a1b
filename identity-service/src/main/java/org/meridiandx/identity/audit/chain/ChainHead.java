package org.meridiandx.identity.audit.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The end of the chain, signed: an entry cut off at the end leaves a head that nothing leads to.
///
/// @param seq of the last entry; 0 for an empty chain
/// @param hash of the last entry; empty for an empty chain
/// @param keyId of the key that signed; empty for an empty chain
@SuppressWarnings("ArrayRecordComponent")
public record ChainHead(long seq, byte[] hash, String keyId, byte[] signature) {

    /// What is signed: a name for the purpose, so that no token or other signature can stand in for
    /// it.
    public static byte[] signedBytes(long seq, byte[] hash) {
        var purpose = "meridian-audit-head:".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(purpose.length + Long.BYTES + hash.length)
                .put(purpose)
                .putLong(seq)
                .put(hash)
                .array();
    }

    @Override
    public String toString() {
        return "ChainHead[" + seq + "]";
    }
}
