package org.meridiandx.result.followup.worklists;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One page of a work list, as it is asked for.
///
/// @param count 1 to 200
record ListQuery(Worklist list, int count, ListCursor after) {
    private static final Set<String> KNOWN = Set.of("list", "_count", "cursor", "_format");
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 200;

    /// @throws ProblemException 400 naming what is wrong
    static ListQuery parse(MultivaluedMap<String, String> parameters) {
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name) || values.size() != 1) {
                throw wrong(name, "list, _count and cursor are known here, each once");
            }
        });
        var code = value(parameters, "list", "team");
        var list = Worklist.of(code)
                .orElseThrow(() -> wrong("list", "it is mine, to-act, team, overdue, offered or unaddressed"));
        return new ListQuery(list, countOf(parameters), ListCursor.parse(value(parameters, "cursor", "")));
    }

    /// The parameters of the page that begins there.
    String from(ListCursor cursor) {
        var after = cursor.equals(ListCursor.BEGINNING) ? "" : "&cursor=" + cursor.text();
        return "?list=" + list.code() + "&_count=" + count + after;
    }

    private static int countOf(MultivaluedMap<String, String> parameters) {
        try {
            var count = Integer.parseInt(value(parameters, "_count", Integer.toString(DEFAULT_COUNT)));
            if (count >= 1 && count <= MAX_COUNT) {
                return count;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw wrong("_count", "it is a number from 1 to " + MAX_COUNT);
    }

    private static String value(MultivaluedMap<String, String> parameters, String name, String otherwise) {
        var value = parameters.getFirst(name);
        return value == null ? otherwise : value;
    }

    private static ProblemException wrong(String name, String reason) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, name + ": " + reason + ".", name);
    }
}
