package org.meridiandx.result.oru;

/// What an MDM tells of a document.
///
/// **Source:** HL7 v2.5.1 chapter 9.5.
enum DocumentEvent {
    /// T02: the document.
    ORIGINAL,
    /// T04: its status, with the document again.
    STATUS,
    /// T05: there is an addendum, which is not sent.
    ADDENDUM_NOTICE,
    /// T06: the addendum.
    ADDENDUM,
    /// T08: the document after an edit.
    EDIT,
    /// T11: it is withdrawn.
    CANCEL,
    /// Any other: not taken.
    OTHER;

    static DocumentEvent of(String trigger) {
        return switch (trigger) {
            case "T02" -> ORIGINAL;
            case "T04" -> STATUS;
            case "T05" -> ADDENDUM_NOTICE;
            case "T06" -> ADDENDUM;
            case "T08" -> EDIT;
            case "T11" -> CANCEL;
            default -> OTHER;
        };
    }

    boolean isAddendum() {
        return this == ADDENDUM || this == ADDENDUM_NOTICE;
    }

    boolean isCancel() {
        return this == CANCEL;
    }

    boolean bringsContent() {
        return this != ADDENDUM_NOTICE && this != CANCEL;
    }
}
