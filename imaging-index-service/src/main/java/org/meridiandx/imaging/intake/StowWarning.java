package org.meridiandx.imaging.intake;

import org.meridiandx.imaging.matching.Contradiction;

/// What a sender should know of an instance that was stored.
///
/// @param code Warning Reason (0008,1196)
/// @param comment Error Comment (0000,0902): what is the matter and what to do; it names nobody
///
/// **Source:** DICOM PS3.18 table I.2-1, which lets a server add codes for what it does not name.
record StowWarning(int code, String comment) {
    private static final int HELD_BACK = 0xB0C0;

    /// The study is kept and shown to nobody until a person has looked at it.
    ///
    /// **Hazard:** a sender believes that a clinician can see the images.
    static StowWarning held(Contradiction contradiction) {
        return new StowWarning(
                HELD_BACK,
                "Stored, but the study is held back and shown to nobody: " + contradiction.text()
                        + ". It waits in the work queue for a person to look at it. Check the patient and order of these"
                        + " images");
    }
}
