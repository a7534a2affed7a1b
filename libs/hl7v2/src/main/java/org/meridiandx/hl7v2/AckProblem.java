package org.meridiandx.hl7v2;

/// One thing to tell the sender: becomes an ERR segment.
///
/// @param location what it is about
/// @param error the code of table 0357
/// @param severity how bad it is
/// @param message for the people at the sender: what to do; in plain words and **never with patient data** (name
///     the field, not its value)
public record AckProblem(Location location, Hl7Error error, Severity severity, String message) {

    /// Table 0516.
    public enum Severity {
        /// The message was not taken because of this.
        ERROR("E"),
        /// The message was taken all the same.
        WARNING("W"),
        /// For information.
        INFORMATION("I");

        private final String code;

        Severity(String code) {
            this.code = code;
        }

        /// ERR-4.
        public String code() {
            return code;
        }
    }

    /// ERR-2. Zero, or `""` for the segment, means: not said.
    ///
    /// @param segment such as `PID`
    /// @param sequence which of the segments of that name, from 1
    /// @param field from 1
    /// @param repetition from 1
    /// @param component from 1
    public record Location(String segment, int sequence, int field, int repetition, int component) {

        /// About the message as a whole.
        public static final Location MESSAGE = new Location("", 0, 0, 0, 0);

        /// A field of the first segment of a name; of a segment that is missing altogether: field 0.
        public static Location of(String segment, int field) {
            return new Location(segment, 1, field, 0, 0);
        }

        /// As people write it: `OBX[3]-5.1`.
        @Override
        public String toString() {
            if (segment.isEmpty()) {
                return "message";
            }
            var which = sequence > 1 ? segment + "[" + sequence + "]" : segment;
            var whole = field > 0 ? which + "-" + field : which;
            return component > 0 ? whole + "." + component : whole;
        }
    }

    /// A reason for refusing the message.
    public static AckProblem error(Location location, Hl7Error error, String message) {
        return new AckProblem(location, error, Severity.ERROR, message);
    }

    /// Something the sender should mend; the message is taken.
    public static AckProblem warning(Location location, Hl7Error error, String message) {
        return new AckProblem(location, error, Severity.WARNING, message);
    }
}
