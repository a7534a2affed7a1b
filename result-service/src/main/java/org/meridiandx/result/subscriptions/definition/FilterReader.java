package org.meridiandx.result.subscriptions.definition;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads filters as `DiagnosticReport?category=LAB&patient=Patient/1`. What is not understood is refused by name: a
/// filter that is dropped would tell too much, or too little.
final class FilterReader {
    private static final String TYPE = "DiagnosticReport?";
    private static final String PLACE = "Subscription.criteria.extension";
    private static final Set<String> NAMES = Set.of("patient", "category", "code", "performer", "requester");
    private static final int MOST_VALUES = 100;
    private static final int LONGEST = 200;
    private static final Pattern VALUE = Pattern.compile("[^\\s\\p{Cntrl},&|]{1," + LONGEST + "}");
    private final Map<String, List<String>> found = new HashMap<>();

    static EventFilter read(List<String> filters) {
        var reader = new FilterReader();
        filters.forEach(reader::add);
        return new EventFilter(
                reader.values("patient", value -> without(value, "Patient/")),
                reader.values("category", FilterReader::code),
                reader.values("code", UnaryOperator.identity()),
                reader.values("performer", value -> code(without(value, "Organization/"))),
                reader.values("requester", value -> code(without(value, "Organization/"))));
    }

    private void add(String filter) {
        if (!filter.startsWith(TYPE)) {
            throw refused("A filter is written DiagnosticReport?name=value.");
        }
        for (var pair : filter.substring(TYPE.length()).split("&", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw refused("A filter takes patient, category, code, performer and requester.");
            }
            var values = Stream.of(pair.substring(equals + 1).split(",", -1))
                    .map(FilterReader::decoded)
                    .toList();
            if (equals < 0 || values.size() > MOST_VALUES || !values.stream().allMatch(FilterReader::isValue)) {
                throw refused("The filter " + name + " has no value, or one that cannot be.");
            }
            if (found.put(name, values) != null) {
                throw refused("The filter " + name + " stands twice.");
            }
        }
    }

    private List<String> values(String name, UnaryOperator<String> reading) {
        return found.getOrDefault(name, List.of()).stream().map(reading).toList();
    }

    /// A value, or a system and a value with a bar between.
    private static boolean isValue(String text) {
        var bar = text.lastIndexOf('|');
        return VALUE.matcher(text.substring(bar + 1)).matches()
                && (bar < 0 || VALUE.matcher(text.substring(0, bar)).matches());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw refused("A value of a filter is not well encoded.");
        }
    }

    private static String code(String text) {
        return text.substring(text.lastIndexOf('|') + 1);
    }

    private static String without(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, why, PLACE);
    }
}
