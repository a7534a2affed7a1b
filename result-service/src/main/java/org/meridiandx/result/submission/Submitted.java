package org.meridiandx.result.submission;

/// What became of one item.
///
/// @param version the version that stands now
/// @param outcome created, next version of one on record, or on record already
public record Submitted(String type, String id, int version, Outcome outcome) {
    /// How an item ended.
    public enum Outcome {
        CREATED,
        UPDATED,
        EXISTING
    }

    String remembered() {
        return type + "/" + id + "/" + version;
    }

    /// As remembered of the first time.
    static Submitted recalled(String text) {
        var parts = text.split("/", 3);
        return new Submitted(parts[0], parts[1], Integer.parseInt(parts[2]), Outcome.EXISTING);
    }
}
