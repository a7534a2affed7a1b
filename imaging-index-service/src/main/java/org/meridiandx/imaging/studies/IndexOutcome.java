package org.meridiandx.imaging.studies;

import java.util.Optional;
import org.meridiandx.imaging.matching.Contradiction;

/// What became of one instance.
public sealed interface IndexOutcome {
    /// It is in the index now, and its file must stay.
    ///
    /// @param held why its study is shown to nobody; empty where it is shown
    record Indexed(Optional<Contradiction> held) implements IndexOutcome {}

    /// The very same bytes are here already; the new file is not needed.
    ///
    /// @param held as in [Indexed]
    record AlreadyHere(Optional<Contradiction> held) implements IndexOutcome {}

    /// It is not taken.
    record Refused(Cause cause) implements IndexOutcome {}

    /// Why an instance is not taken into the index.
    enum Cause {
        /// Another file is kept under its SOP Instance UID and transfer syntax, or under other
        /// study or series UIDs.
        SAME_UID_OTHER_CONTENT,
        /// The study is there already, and it is about somebody else.
        OTHER_PATIENT,
        /// The study belongs to others and the caller may not add to it.
        NOT_ALLOWED
    }
}
