package org.meridiandx.result.record.entries;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.result.record.types.RecordShape;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.resources.Token;

/// The row that an entry becomes: typed columns and the bytes that are served.
@SuppressWarnings("ArrayRecordComponent")
record EntryRow(EntryVersion entry, OffsetDateTime lastUpdated, byte[] content, List<Token> codes) {

    static EntryRow of(EntryVersion entry, Instant at) {
        ResourceTree.stamp(entry.json(), entry.id(), entry.version(), at);
        var codes = entry.type().shape().codes(entry.json());
        return new EntryRow(entry, at.atOffset(ZoneOffset.UTC), ResourceTree.write(entry.json()), codes);
    }

    String status() {
        return entry.type().shape().statusOf(entry.json());
    }

    String verification() {
        return RecordShape.verificationOf(entry.json());
    }

    @Nullable
    OffsetDateTime happenedAt() {
        return entry.type().shape().date(entry.json(), "happened_at");
    }

    @Nullable
    OffsetDateTime recordedAt() {
        return entry.type().shape().date(entry.json(), "recorded_at");
    }

    List<Token> identifiers() {
        return ResourceColumns.identifiers(entry.json());
    }

    /// One row of a side table.
    record Side(String resourceId, Token token) {}

    @Override
    public String toString() {
        return "EntryRow[" + entry + "]";
    }
}
