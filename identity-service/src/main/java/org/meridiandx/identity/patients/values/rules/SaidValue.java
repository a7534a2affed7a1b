package org.meridiandx.identity.patients.values.rules;

import java.time.Instant;

/// What a source said about one group of fields.
///
/// @param recordId the record that it was said of
/// @param rank how far the source is trusted in this; lower is more
/// @param value in whatever form; equal text is equal content
public record SaidValue(String recordId, String group, String source, int rank, Instant saidAt, String value) {

    @Override
    public String toString() {
        return "SaidValue[" + group + " by " + source + "]";
    }
}
