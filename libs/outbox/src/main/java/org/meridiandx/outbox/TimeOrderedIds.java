package org.meridiandx.outbox;

import java.time.Instant;
import java.util.UUID;

/// Ids of new rows: UUIDs that begin with the time, the rest being random.
///
/// A table that grows for ever has its ids in several indexes. Random ids touch another page of
/// each with every row, and PostgreSQL writes each page that it touches for the first time after a
/// checkpoint as a whole; ids of the same hour lie beside each other. They tell when a record was
/// made, as its `meta.lastUpdated` does, and are no secret: 74 bits are random, and who knows one
/// still needs a decision. docs/adr/039.
///
/// **Source:** RFC 9562, 5.7 (version 7).
public final class TimeOrderedIds {
    private static final long VERSION = 0x7000L;
    private static final long RANDOM_OF_UPPER = 0x0fffL;

    private TimeOrderedIds() {}

    public static UUID next() {
        return at(Instant.now());
    }

    static UUID at(Instant time) {
        var random = UUID.randomUUID();
        return new UUID(
                time.toEpochMilli() << 16 | VERSION | random.getMostSignificantBits() & RANDOM_OF_UPPER,
                random.getLeastSignificantBits());
    }
}
