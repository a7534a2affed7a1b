package org.meridiandx.fhir;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/// A row of a search, with the time that its place in the order goes by.
record SearchHit(StoredResource resource, Instant sortedBy) {
    static SearchHit of(Row row) {
        return new SearchHit(resourceOf(row), instant(row, SearchDefinition.SORTED_BY));
    }

    /// The resource of a row as [SearchDefinition] selects it.
    static StoredResource resourceOf(Row row) {
        var patientId = row.getString("patient_id");
        return new StoredResource(
                row.getString("id"),
                row.getInteger("version"),
                instant(row, "last_updated"),
                patientId == null ? "" : patientId,
                Set.of(row.getArrayOfStrings("organisations")),
                row.getBuffer("content").getBytes());
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toInstant();
    }

    /// The same row as a decision lets it be shown.
    SearchHit showing(StoredResource shown) {
        return new SearchHit(shown, sortedBy);
    }
}
