package org.meridiandx.hl7v2;

/// What is wrong with a message, as HL7 numbers it.
///
/// **Source**: HL7 table 0357 (v2.5.1 chapter 2; 104 from v2.7).
public enum Hl7Error {
    /// Nothing is wrong: for warnings and notes beside an acceptance.
    ACCEPTED(0, "Message accepted"),
    /// Segments in the wrong order, or one that must be there is not.
    SEGMENT_SEQUENCE(100, "Segment sequence error"),
    /// A field that must be valued is empty.
    REQUIRED_FIELD_MISSING(101, "Required field missing"),
    /// A field does not hold what its type says.
    DATA_TYPE(102, "Data type error"),
    /// A code is not in the table it must come from.
    TABLE_VALUE_NOT_FOUND(103, "Table value not found"),
    /// A value, or the message, is too long.
    VALUE_TOO_LONG(104, "Value too long"),
    /// MSH-9.1 is not handled here.
    UNSUPPORTED_MESSAGE_TYPE(200, "Unsupported message type"),
    /// MSH-9.2 is not handled here.
    UNSUPPORTED_EVENT_CODE(201, "Unsupported event code"),
    /// MSH-11 is not handled here (a test message on a live listener).
    UNSUPPORTED_PROCESSING_ID(202, "Unsupported processing id"),
    /// MSH-12 is not handled here.
    UNSUPPORTED_VERSION(203, "Unsupported version id"),
    /// The patient, order or other thing that is named is not known.
    UNKNOWN_KEY(204, "Unknown key identifier"),
    /// The thing exists already.
    DUPLICATE_KEY(205, "Duplicate key identifier"),
    /// The thing is in use; sending the same again later may work.
    RECORD_LOCKED(206, "Application record locked"),
    /// A fault on this side; sending the same again later may work.
    INTERNAL(207, "Application internal error");

    private final int number;
    private final String text;

    Hl7Error(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /// The number in table 0357.
    public int number() {
        return number;
    }

    /// The text in table 0357.
    public String text() {
        return text;
    }
}
