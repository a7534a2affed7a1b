package org.meridiandx.result.subscriptions.delivery;

/// The subscriber's client is not registered, or switched off: nothing is told, and what happens meanwhile is kept, as
/// it may come back.
final class UnknownClientException extends RuntimeException {
    static final String CAUSE = "the client is not registered, or switched off";
    private static final long serialVersionUID = 1L;

    UnknownClientException() {
        super(CAUSE);
    }
}
