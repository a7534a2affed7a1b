package org.meridiandx.imaging.query;

/// What a search answers with.
enum QueryLevel {
    STUDY,
    SERIES,
    INSTANCE;

    boolean covers(QueryLevel keyLevel) {
        return keyLevel.compareTo(this) <= 0;
    }
}
