package org.meridiandx.hl7v2.mllp;

/// What comes out of a stream of bytes.
sealed interface Frame {

    /// A whole message, without VT, FS and CR. To be answered.
    @SuppressWarnings("ArrayRecordComponent")
    record Complete(byte[] content) implements Frame {}

    /// A message above the limit, as soon as that is known. To be answered; the rest is thrown away.
    ///
    /// @param start enough of it to answer to
    @SuppressWarnings("ArrayRecordComponent")
    record TooLarge(byte[] start) implements Frame {}

    /// The end block of a message that is above the limit: all of it is thrown away.
    record TooLargeEnded() implements Frame {}

    /// An end block for which there was no start block. To be answered: somebody waits.
    record Unstarted() implements Frame {}

    /// Bytes between frames that are no blanks. Not answered.
    ///
    /// @param endless there are so many that this is not MLLP
    record Junk(boolean endless) implements Frame {}

    /// The start of a message that a new start block cut off. Not answered: no end of it ever came.
    record CutOff() implements Frame {}
}
