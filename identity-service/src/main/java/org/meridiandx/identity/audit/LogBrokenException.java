package org.meridiandx.identity.audit;

/// The end of the log is not one that this region signed: somebody changed it. Nothing is appended,
/// so that no forgery gets a signature; the events wait in Kafka. Retried, because an operator can
/// mend it.
public final class LogBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogBrokenException(String reason) {
        super(reason);
    }
}
