package org.meridiandx.imaging.dicom.file;

import java.io.IOException;

/// Says that bytes are not DICOM that this reader accepts, why, and where.
///
/// It is an `IOException`, so that callers treat bad input and a failing disk apart only where they
/// want to. The message holds the reason and an offset, never a value of the data set, so that it
/// may be logged and sent to a partner.
public final class DicomException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final long offset;

    DicomException(Reason reason, long offset) {
        super(reason.text + " (at byte " + offset + ")");
        this.reason = reason;
        this.offset = offset;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }

    /// Where the reader stood, in bytes from the start of the file (of the inflated data set if it
    /// is deflated).
    public long offset() {
        return offset;
    }

    /// The reasons for refusing input, each with a sentence that a partner's engineer can act on.
    public enum Reason {
        NOT_DICOM("The content is not DICOM: neither a DICM prefix nor a data set at its start"),
        TRUNCATED("The content ends inside a data element: send the whole file"),
        LENGTH_OVERRUN("A data element is longer than what contains it"),
        BAD_LENGTH("A data element has a length that its value representation does not allow"),
        UNKNOWN_VR("A data element has no valid value representation"),
        MALFORMED_SEQUENCE("A sequence or a fragment list is not built of items"),
        MISPLACED_DELIMITER("A delimiter or item stands where none is open"),
        UNSUPPORTED_TRANSFER_SYNTAX("The transfer syntax is unknown: send one of the DICOM standard's"),
        INVALID_UID("A UID is not made of at most 64 digits and dots"),
        DEFLATE_ERROR("The deflated data set cannot be inflated"),
        TOO_DEEP("Sequences are nested deeper than the limit"),
        TOO_MANY_ELEMENTS("There are more data elements, items or fragments than the limit"),
        TOO_MUCH_DATA("The values outside the pixel data take more memory than the limit"),
        INFLATES_TOO_MUCH("The deflated data set inflates beyond the limit");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// Whether the input is not wrong, but costs more than this reader is willing to spend.
        public boolean isLimit() {
            return compareTo(TOO_DEEP) >= 0;
        }

        /// The sentence for people.
        public String text() {
            return text;
        }
    }
}
