package org.meridiandx.identity.audit.chain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// One entry of the chain with its place in it. Pure: what is hashed, and how.
///
/// @param seq from 1, without gaps
/// @param previousHash hash of the entry before; 32 zero bytes before the first
/// @param hash over `previousHash` and everything that is kept of the entry
@SuppressWarnings("ArrayRecordComponent")
public record ChainedEntry(long seq, Kept row, byte[] previousHash, byte[] hash) {
    static final int HASH_BYTES = 32;

    /// The hash that stands before the first entry.
    public static byte[] origin() {
        return new byte[HASH_BYTES];
    }

    /// What is kept of one access, in the columns of the table.
    ///
    /// @param id the event's id
    /// @param patientId empty where no patient is known
    /// @param recorded when it happened; milliseconds
    /// @param storedAt when it was written here; milliseconds
    public record Kept(
            String id,
            String patientId,
            Instant recorded,
            Instant storedAt,
            String action,
            String interaction,
            String outcome,
            String organisation,
            String clientId,
            byte[] content) {

        @Override
        public String toString() {
            return "Kept[" + id + "]";
        }
    }

    /// Appends a row after an entry with that hash.
    public static ChainedEntry after(byte[] previousHash, long seq, Kept row) {
        return new ChainedEntry(seq, row, previousHash, hashOf(previousHash, seq, row));
    }

    /// Whether the kept hash is that of the kept content.
    boolean isIntact() {
        return MessageDigest.isEqual(hash, hashOf(previousHash, seq, row));
    }

    /// SHA-256 over each field with its length before it, so that no two contents give the same
    /// bytes.
    private static byte[] hashOf(byte[] previousHash, long seq, Kept row) {
        var bytes = new ByteArrayOutputStream(row.content().length + 512);
        try (var out = new DataOutputStream(bytes)) {
            put(out, previousHash);
            out.writeLong(seq);
            put(out, row.id());
            put(out, row.patientId());
            out.writeLong(row.recorded().toEpochMilli());
            out.writeLong(row.storedAt().toEpochMilli());
            put(out, row.action());
            put(out, row.interaction());
            put(out, row.outcome());
            put(out, row.organisation());
            put(out, row.clientId());
            put(out, row.content());
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        put(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    @Override
    public String toString() {
        return "ChainedEntry[" + seq + "]";
    }
}
