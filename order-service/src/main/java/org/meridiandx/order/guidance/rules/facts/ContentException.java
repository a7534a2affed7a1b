package org.meridiandx.order.guidance.rules.facts;

/// The content of the scan-choice tool cannot be used: the message says which file, which line, and why.
public final class ContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ContentException(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
    }
}
