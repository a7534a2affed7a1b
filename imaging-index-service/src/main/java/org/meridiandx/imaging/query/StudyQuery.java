package org.meridiandx.imaging.query;

import java.util.List;
import java.util.stream.Stream;

/// A search that was read and found good.
///
/// @param conditions SQL, with `$1`, `$2`, … for the arguments
/// @param offset matching rows to leave out
/// @param isFull whether instances are told with all attributes of their headers
/// @param shape the names of the parameters, for the audit
/// @param warnings what was asked and not done
record StudyQuery(
        QueryLevel level,
        List<String> conditions,
        List<Object> arguments,
        int limit,
        int offset,
        boolean isFull,
        String shape,
        List<String> warnings) {
    StudyQuery {
        conditions = List.copyOf(conditions);
        arguments = List.copyOf(arguments);
        warnings = List.copyOf(warnings);
    }

    /// Whether the search asks from its beginning about somebody, by whatever attribute of the patient
    /// module (group 0010): finding nothing tells about them too.
    boolean namesPatient() {
        return offset == 0
                && Stream.of(shape.split(" ")).anyMatch(name -> name.contains("Patient") || name.startsWith("0010"));
    }

    @Override
    public String toString() {
        return "StudyQuery[" + level + ", " + shape + "]";
    }
}
