package org.meridiandx.imaging.intake;

import org.meridiandx.imaging.header.IncomingInstance;

/// What a look into a received file gave.
sealed interface Inspection {
    /// It is fit to be kept.
    record Fit(IncomingInstance instance) implements Inspection {}

    /// It is not.
    ///
    /// @param sopClass as far as it could be read, else empty
    /// @param sopUid as far as it could be read, else empty
    record Unfit(String sopClass, String sopUid, StowFailure failure) implements Inspection {}
}
