package org.meridiandx.imaging.query;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads the parameters of a search. Used once.
///
/// An attribute that the standard does not know is a mistake (400); one that it knows and that is
/// not searched by here is left out with a warning, as the standard wants.
///
/// **Source:** DICOM PS3.18 section 8.3.4 and 10.6.1.
final class QueryParser {
    private static final int MAX_VALUE_LENGTH = 8192;
    /// Not attributes, and with one value each.
    private static final Set<String> SINGLE = Set.of("limit", "offset", "fuzzymatching");
    /// Plain digits: `Integer.parseInt` would take a sign, and the digits of every script.
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private final QueryConfig config;
    private final QueryLevel level;
    private final QueryConditions conditions = new QueryConditions();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int limit;
    private int offset;
    private boolean isFull;

    QueryParser(QueryConfig config, QueryLevel level) {
        this.config = config;
        this.level = level;
        this.limit = config.defaultLimit();
    }

    /// A UID that the address, not a parameter, names.
    QueryParser within(DicomTag tag, String uid) {
        match(tag, tag.hex(), uid);
        return this;
    }

    /// @throws ProblemException 400 naming each parameter that is unknown or has a bad value
    StudyQuery parse(MultivaluedMap<String, String> parameters) {
        parameters.forEach(this::parameter);
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new StudyQuery(
                level,
                conditions.sql(),
                conditions.arguments(),
                limit,
                offset,
                isFull,
                String.join(" ", new TreeSet<>(parameters.keySet())),
                warnings);
    }

    private void parameter(String name, List<String> values) {
        if (values.size() > 1 && SINGLE.contains(name)) {
            refuse(name, name + " is given once.");
        } else {
            values.forEach(value -> parameter(name, value));
        }
    }

    private void parameter(String name, String value) {
        if (value.length() > MAX_VALUE_LENGTH) {
            refuse(name, "The value is longer than " + MAX_VALUE_LENGTH + " characters.");
            return;
        }
        switch (name) {
            case "limit" -> limit = limitOf(number(name, value));
            case "offset" -> offset = number(name, value);
            case "fuzzymatching" -> fuzzy(value);
            case "includefield" -> include(value);
            default -> attribute(name, value);
        }
    }

    private void attribute(String name, String value) {
        var tag = DicomTag.parse(name);
        if (tag.isEmpty()) {
            refuse(name, "This is no attribute of DICOM and no parameter of QIDO-RS. Use a keyword or eight digits.");
        } else {
            match(tag.get(), name, value);
        }
    }

    private void match(DicomTag tag, String name, String value) {
        var key = QueryKey.of(tag).filter(known -> level.covers(known.level()));
        if (key.isEmpty()) {
            warnings.add("The attribute " + name + " is not searched by at this level and was left out.");
            return;
        }
        if (value.isEmpty() || value.equals("*")) {
            return; // universal matching
        }
        conditions.add(key.get(), value).ifPresent(fault -> refuse(name, fault));
    }

    private void include(String value) {
        for (var field : value.split(",", -1)) {
            if (field.equals("all")) {
                isFull = true;
            } else if (!field.isEmpty()) {
                includeField(field);
            }
        }
    }

    private void includeField(String field) {
        var tag = DicomTag.parse(field.split("\\.", 2)[0]);
        if (tag.isEmpty()) {
            refuse("includefield", "includefield names something that is no attribute of DICOM.");
        } else if (level == QueryLevel.INSTANCE && QueryKey.of(tag.get()).isEmpty()) {
            isFull = true;
        }
    }

    private void fuzzy(String value) {
        if (value.equals("true")) {
            warnings.add("The fuzzymatching parameter is not supported. Only literal matching has been performed.");
        } else if (!value.equals("false")) {
            refuse("fuzzymatching", "fuzzymatching is true or false.");
        }
    }

    private int limitOf(int asked) {
        if (asked > config.maxLimit()) {
            warnings.add("The limit is above " + config.maxLimit() + ", which was used. More can be asked by offset.");
        }
        return Math.min(asked, config.maxLimit());
    }

    private int number(String name, String value) {
        if (!NUMBER.matcher(value).matches()) {
            refuse(name, name + " is a whole number from 0 to 999999999.");
            return 0;
        }
        return Integer.parseInt(value);
    }

    private void refuse(String name, String text) {
        problems.add(Problem.of(ProblemCode.INVALID_PARAMETER, text, name));
    }
}
