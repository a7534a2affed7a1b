package org.meridiandx.imaging.query;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.imaging.header.DicomTime;
import org.meridiandx.imaging.header.InstanceMapper;

/// Turns keys and values into SQL conditions and their arguments.
///
/// **Source:** DICOM PS3.4 section C.2.2.2: single value, UID list, wild card and range matching.
final class QueryConditions {
    private static final int MAX_UIDS = 1000;
    private final List<String> sql = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    List<String> sql() {
        return sql;
    }

    List<Object> arguments() {
        return arguments;
    }

    /// @return what is wrong with the value, if anything is
    Optional<String> add(QueryKey key, String value) {
        if (value.indexOf('\0') >= 0) {
            return Optional.of("The value holds a NUL character.");
        }
        return switch (key.kind()) {
            case TEXT -> text(key.column(), value);
            case NAME -> text("lower(" + key.column() + ")", value.toLowerCase(Locale.ROOT));
            case UID -> uids(key.column(), value);
            case DATE -> dates(key.column(), value);
            case TIME -> times(key.column(), value);
            case NUMBER -> number(key.column(), value);
            case MEMBER -> member(key.column(), value);
            case PATIENT -> patient(key.column(), value);
        };
    }

    private Optional<String> text(String column, String value) {
        return condition(matching(column, value));
    }

    private Optional<String> patient(String column, String value) {
        return condition("(" + matching(column, value) + " or s.nhs_number = " + bind(value.replace(" ", "")) + ")");
    }

    private String matching(String column, String value) {
        if (value.indexOf('*') < 0 && value.indexOf('?') < 0) {
            return column + " = " + bind(value);
        }
        var pattern = value.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%')
                .replace('?', '_');
        return column + " like " + bind(pattern);
    }

    private Optional<String> uids(String column, String value) {
        var uids = Arrays.stream(value.split("[,\\\\]")).map(String::strip).toList();
        if (uids.isEmpty() || uids.size() > MAX_UIDS || !uids.stream().allMatch(DicomUid::isValid)) {
            return Optional.of("This takes a UID, or a list of at most " + MAX_UIDS + " with commas between.");
        }
        return condition(column + " = any (" + bind(uids.toArray(String[]::new)) + ")");
    }

    private Optional<String> dates(String column, String value) {
        var range = Range.of(value);
        var from = range.from().map(InstanceMapper::parseDay);
        var to = range.to().map(InstanceMapper::parseDay);
        if (from.filter(Optional::isEmpty).isPresent()
                || to.filter(Optional::isEmpty).isPresent()) {
            return Optional.of("This takes a date YYYYMMDD or a range YYYYMMDD-YYYYMMDD.");
        }
        return between(column, from.map(day -> bound(day)), to.map(day -> bound(day)));
    }

    private static Object bound(Optional<LocalDate> day) {
        return day.orElseThrow();
    }

    private Optional<String> times(String column, String value) {
        var range = Range.of(value);
        var from = range.from().map(DicomTime::normalise);
        var to = range.to().map(DicomTime::normalise);
        if (from.filter(Optional::isEmpty).isPresent()
                || to.filter(Optional::isEmpty).isPresent()) {
            return Optional.of("This takes a time HHMMSS or a range HHMMSS-HHMMSS.");
        }
        var isNotEmpty = column + " <> ''";
        sql.add(isNotEmpty);
        return between(column, from.map(Optional::orElseThrow), to.map(Optional::orElseThrow));
    }

    private Optional<String> between(String column, Optional<Object> from, Optional<Object> to) {
        from.ifPresent(first -> sql.add(column + " >= " + bind(first)));
        to.ifPresent(last -> sql.add(column + " <= " + bind(last)));
        return Optional.empty();
    }

    private Optional<String> number(String column, String value) {
        try {
            return condition(column + " = " + bind(Integer.valueOf(value.strip())));
        } catch (NumberFormatException notANumber) {
            return Optional.of("This takes a whole number.");
        }
    }

    private Optional<String> member(String column, String value) {
        var wanted = value.split("[,\\\\]");
        return condition(column + " && " + bind(wanted));
    }

    private Optional<String> condition(String condition) {
        sql.add(condition);
        return Optional.empty();
    }

    private String bind(Object argument) {
        arguments.add(argument);
        return "$" + arguments.size();
    }

    /// `a-b`, `a-`, `-b`, or `a` for just that.
    private record Range(Optional<String> from, Optional<String> to) {
        static Range of(String value) {
            var dash = value.indexOf('-');
            if (dash < 0) {
                return new Range(Optional.of(value), Optional.of(value));
            }
            return new Range(some(value.substring(0, dash)), some(value.substring(dash + 1)));
        }

        private static Optional<String> some(String text) {
            return Optional.of(text.strip()).filter(bound -> !bound.isEmpty());
        }
    }
}
