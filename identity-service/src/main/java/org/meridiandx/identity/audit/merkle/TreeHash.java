package org.meridiandx.identity.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes of the tree. A leaf and a node are told apart by their first byte, so that neither
/// can pass for the other.
///
/// **Source:** RFC 9162, section 2.1.1, with SHA-256.
public final class TreeHash {
    /// Length of every hash.
    public static final int BYTES = 32;

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private TreeHash() {}

    /// The hash of an entry: SHA-256(0x00 || entry).
    public static byte[] leaf(byte[] entry) {
        var digest = sha256();
        digest.update(LEAF);
        return digest.digest(entry);
    }

    /// The hash of two subtrees: SHA-256(0x01 || left || right).
    public static byte[] node(byte[] left, byte[] right) {
        var digest = sha256();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /// The root of a tree without entries: the hash of nothing.
    public static byte[] empty() {
        return sha256().digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
