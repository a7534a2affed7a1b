package org.meridiandx.result.bundles;

/// What kind of Bundle came, by its type and the door it came through.
enum BundleKind {
    TRANSACTION("transaction-response"),
    BATCH("batch-response"),
    MESSAGE("message");

    private final String responseType;

    BundleKind(String responseType) {
        this.responseType = responseType;
    }

    String responseType() {
        return responseType;
    }
}
