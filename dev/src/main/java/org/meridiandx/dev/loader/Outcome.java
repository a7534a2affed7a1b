package org.meridiandx.dev.loader;

/// What became of one thing that was sent, or was not for a reason.
///
/// @param file where it came from, relative to the folder
/// @param type resource type, message type or `DICOM`
/// @param kind what became of it
/// @param reason why it was refused or not sent; empty when accepted
public record Outcome(String file, String type, Kind kind, String reason) {

    /// What can become of it.
    public enum Kind {
        /// The region took it.
        ACCEPTED,
        /// The region refused it and said why.
        REJECTED,
        /// The region does not keep such things; it was not sent on its own, or was passed over in a Bundle.
        NOT_KEPT,
        /// The region failed (5xx).
        FAILED,
        /// No answer came.
        UNANSWERED
    }

    /// Taken.
    static Outcome accepted(String file, String type) {
        return new Outcome(file, type, Kind.ACCEPTED, "");
    }

    /// Not sent, because the region keeps nothing of this kind.
    static Outcome notKept(String file, String type, String reason) {
        return new Outcome(file, type, Kind.NOT_KEPT, reason);
    }

    /// Sent without an answer.
    static Outcome unanswered(String file, String type, Exception cause) {
        return new Outcome(file, type, Kind.UNANSWERED, cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
}
