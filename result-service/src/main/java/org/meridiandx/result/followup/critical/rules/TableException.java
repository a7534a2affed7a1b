package org.meridiandx.result.followup.critical.rules;

/// The table of critical values cannot be used: the message says which file, which line, and why.
public final class TableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableException(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
    }
}
