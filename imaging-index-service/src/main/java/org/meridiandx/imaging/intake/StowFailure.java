package org.meridiandx.imaging.intake;

import org.meridiandx.imaging.studies.IndexOutcome;

/// Why an instance was not stored, as the answer tells it.
///
/// @param code Failure Reason (0008,1197)
/// @param comment Error Comment (0000,0902): what is wrong and what to do; no patient data
///
/// **Source:** DICOM PS3.18 table I.2-2, PS3.7 annex C for the codes that it lacks.
record StowFailure(int code, String comment) {
    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int NOT_OF_ITS_CLASS = 0xA900;
    private static final int CANNOT_UNDERSTAND = 0xC000;
    private static final int TRANSFER_SYNTAX_NOT_SUPPORTED = 0xC122;
    private static final int DUPLICATE_INSTANCE = 0x0111;
    private static final int NOT_AUTHORISED = 0x0124;

    static StowFailure unreadable(String reason) {
        return new StowFailure(CANNOT_UNDERSTAND, reason);
    }

    static StowFailure transferSyntax(String reason) {
        return new StowFailure(TRANSFER_SYNTAX_NOT_SUPPORTED, reason);
    }

    static StowFailure inconsistent(String reason) {
        return new StowFailure(NOT_OF_ITS_CLASS, reason);
    }

    static StowFailure tooMuch(String reason) {
        return new StowFailure(OUT_OF_RESOURCES, reason);
    }

    static StowFailure of(IndexOutcome.Cause cause) {
        return switch (cause) {
            case SAME_UID_OTHER_CONTENT ->
                new StowFailure(
                        DUPLICATE_INSTANCE,
                        "Another image is kept under this SOP Instance UID. Give the changed image a UID of its own");
            case OTHER_PATIENT ->
                new StowFailure(
                        NOT_OF_ITS_CLASS,
                        "The study is here with another Patient ID, or with none. Correct the images, or give them a study of their"
                                + " own");
            case NOT_ALLOWED ->
                new StowFailure(
                        NOT_AUTHORISED, "The study is kept for another organisation, and the caller may not add to it");
        };
    }
}
