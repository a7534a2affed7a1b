package org.meridiandx.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.meridiandx.fhir.formats.JsonOnly;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Turns request parameters into one SQL statement, or refuses them by name.
///
/// A parameter given twice must hold twice (and); values with commas are alternatives (or). What
/// shapes the answer is given once. Nothing is ignored.
/// **Source:** FHIR R4 search; NRL ("Extra inputs are not permitted").
final class SearchQueryParser {
    private static final int DEFAULT_COUNT = 20;
    private static final int MAX_COUNT = 200;
    private static final int MAX_ALTERNATIVES = 50;
    /// Which of two values should count, nobody can tell.
    private static final Set<String> SINGLE = Set.of("_count", "_sort", "_cursor");
    /// Plain digits: `Integer.parseInt` would take a sign, and the digits of every script.
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,17}");
    private final SearchDefinition definition;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();
    private Optional<String> patientId = Optional.empty();
    private int count = DEFAULT_COUNT;
    private boolean ascending;
    private boolean isFirstPage = true;

    SearchQueryParser(SearchDefinition definition) {
        this.definition = definition;
    }

    SearchQuery parse(MultivaluedMap<String, String> query) {
        var problems = new ArrayList<Problem>();
        query.getOrDefault("_sort", List.of()).forEach(this::sort);
        for (var entry : query.entrySet()) {
            if (SINGLE.contains(entry.getKey()) && entry.getValue().size() > 1) {
                problems.add(
                        Problem.of(ProblemCode.INVALID_PARAMETER, entry.getKey() + " is given once.", entry.getKey()));
                continue;
            }
            for (var value : entry.getValue()) {
                try {
                    accept(entry.getKey(), value);
                } catch (ProblemException refused) {
                    problems.addAll(refused.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return new SearchQuery(sql(), arguments, count, patientId, shapeOf(query), isFirstPage);
    }

    private void accept(String name, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "Parameter " + printable(name)
                            + " holds a control character. No value that is searched for has one.",
                    printable(name));
        }
        switch (name) {
            case "_count" -> count = parseCount(value);
            case "_sort" -> sort(value);
            case "_format" -> requireJson(value);
            case "_cursor" -> continueAfter(SearchCursor.parse(value));
            default -> condition(name, value);
        }
    }

    private void condition(String name, String value) {
        var parameter = definition.parameters().get(name);
        if (parameter == null) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "Parameter " + printable(name) + " is not supported on " + definition.resourceType()
                            + ". Extra inputs are not permitted; /fhir/R4/metadata lists what is.",
                    printable(name));
        }
        var alternatives = splitAlternatives(name, value);
        var either = new ArrayList<String>();
        for (var alternative : alternatives) {
            either.add(
                    switch (parameter) {
                        case SearchParameter.Token token -> token(token, alternative);
                        case SearchParameter.SideTable side -> sideTable(side, alternative);
                        case SearchParameter.Reference reference -> reference(reference, alternative);
                        case SearchParameter.Date date -> date(date, alternative);
                        case SearchParameter.Text text -> beginsWith(text.column(), alternative);
                        case SearchParameter.SideText side -> sideText(side, alternative);
                        case SearchParameter.Folded folded -> folded(folded, alternative);
                    });
        }
        if (parameter instanceof SearchParameter.Reference reference
                && reference.target().equals("Patient")
                && alternatives.size() == 1) {
            patientId = Optional.of(idOf(reference, alternatives.getFirst()));
        }
        conditions.add(either.size() == 1 ? either.getFirst() : "(" + String.join(" or ", either) + ")");
    }

    private String token(SearchParameter.Token token, String value) {
        var bar = value.indexOf('|');
        if (bar < 0) {
            return token.column() + " = " + bind(value);
        }
        if (token.systemColumn().isEmpty()) {
            return token.column() + " = " + bind(value.substring(bar + 1));
        }
        var system = value.substring(0, bar);
        var code = value.substring(bar + 1);
        var bySystem = system.isEmpty()
                ? "coalesce(" + token.systemColumn() + ", '') = ''"
                : token.systemColumn() + " = " + bind(system);
        return code.isEmpty() ? bySystem : "(" + bySystem + " and " + token.column() + " = " + bind(code) + ")";
    }

    private String sideTable(SearchParameter.SideTable side, String value) {
        var bar = value.indexOf('|');
        var code = bind(value.substring(bar + 1));
        var bySystem = bar <= 0 ? "" : " and s.system = " + bind(value.substring(0, bar));
        return "id in (select s.resource_id from " + side.table() + " s where s.value = " + code + bySystem + ")";
    }

    private String reference(SearchParameter.Reference reference, String value) {
        var id = bind(idOf(reference, value));
        if (definition.isAcrossMergedRecords() && reference.target().equals("Patient")) {
            return reference.column() + " = any (array(select " + id + "::text union select k.id from patient p"
                    + " join patient k on k.patient_id = p.patient_id where p.id = " + id + "))";
        }
        var isFollowed = definition.isFollowingMerges() && reference.target().equals("Patient");
        return reference.column() + " = "
                + (isFollowed
                        ? "coalesce((select s.patient_id from patient_standing s where s.recorded_patient_id = " + id
                                + "), " + id + ")"
                        : id);
    }

    private static String idOf(SearchParameter.Reference reference, String value) {
        var prefix = reference.target() + "/";
        var slash = value.lastIndexOf(prefix);
        var id = slash < 0 ? value : value.substring(slash + prefix.length());
        if (id.indexOf('/') >= 0) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    reference.name() + " takes a reference to " + reference.target() + ", as " + prefix + "id.",
                    reference.name());
        }
        return id;
    }

    private String date(SearchParameter.Date date, String value) {
        var asked = SearchDate.parse(date.name(), value);
        var span = asked.span();
        Object from = date.dayOnly() ? span.firstDay() : span.from();
        Object until = date.dayOnly() ? span.dayAfter() : span.until();
        var column = date.column();
        return switch (asked.prefix()) {
            case "ge" -> column + " >= " + bind(from);
            case "gt", "sa" -> column + " >= " + bind(until);
            case "lt", "eb" -> column + " < " + bind(from);
            case "le" -> column + " < " + bind(until);
            case "ne" -> "not (" + column + " >= " + bind(from) + " and " + column + " < " + bind(until) + ")";
            default -> "(" + column + " >= " + bind(from) + " and " + column + " < " + bind(until) + ")";
        };
    }

    private String sideText(SearchParameter.SideText side, String value) {
        return "id in (select s.resource_id from " + side.table() + " s where " + beginsWith("s.value", value) + ")";
    }

    private String beginsWith(String column, String value) {
        var lower = value.toLowerCase(java.util.Locale.ROOT).strip();
        return column + " like "
                + bind(lower.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
    }

    private String folded(SearchParameter.Folded folded, String value) {
        var isOpen = value.strip().endsWith("*");
        var asked = folded.folding().apply(value.replace("*", ""));
        var isInside = value.strip().indexOf('*') >= 0
                && value.strip().indexOf('*') < value.strip().length() - 1;
        if (asked.isEmpty() || isInside || isOpen && asked.length() < folded.lettersBeforeStar()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    folded.name() + " takes letters; a * may stand at the end, after " + folded.lettersBeforeStar()
                            + " of them or more.",
                    folded.name());
        }
        var pattern = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        if (isOpen) {
            return folded.column() + " like " + bind(pattern + "%");
        }
        var whole = folded.column() + " = " + bind(asked);
        return folded.byFirstWords()
                ? "(" + whole + " or " + folded.column() + " like " + bind(pattern + " %") + ")"
                : whole;
    }

    private void sort(String value) {
        ascending = switch (value) {
            case "_lastUpdated" -> true;
            case "-_lastUpdated" -> false;
            default ->
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER, "_sort takes _lastUpdated or -_lastUpdated.", "_sort");
        };
    }

    private void continueAfter(SearchCursor cursor) {
        isFirstPage = false;
        conditions.add("(last_updated, id) " + (ascending ? ">" : "<") + " (" + bind(cursor.lastUpdated()) + ", "
                + bind(cursor.id()) + ")");
    }

    private static int parseCount(String value) {
        if (!COUNT.matcher(value).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_count takes a whole number from 1 to " + MAX_COUNT + ".",
                    "_count");
        }
        return (int) Math.min(Long.parseLong(value), MAX_COUNT);
    }

    private static void requireJson(String format) {
        JsonOnly.refuseAnswer(List.of(format), List.of()).ifPresent(problem -> {
            throw problem.toException();
        });
    }

    private static List<String> splitAlternatives(String name, String value) {
        var parts = new ArrayList<String>();
        var current = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                current.append(value.charAt(++i));
            } else if (c == ',') {
                parts.add(current.toString());
                current.setLength(0);
            } else {
                current.append(c);
            }
        }
        parts.add(current.toString());
        if (parts.size() > MAX_ALTERNATIVES
                || parts.stream().anyMatch(part -> part.isBlank() || part.indexOf(0) >= 0)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    name + " needs a value: up to " + MAX_ALTERNATIVES + " of them, separated by commas.",
                    name);
        }
        return parts;
    }

    private String bind(Object value) {
        arguments.add(value);
        return "$" + arguments.size();
    }

    private String sql() {
        var direction = ascending ? " asc" : " desc";
        var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return definition.selected() + where + " order by last_updated" + direction + ", id" + direction + " limit "
                + (count + 1);
    }

    private static String shapeOf(MultivaluedMap<String, String> query) {
        return String.join("&", new TreeSet<>(query.keySet()));
    }

    private static String printable(String name) {
        var clean = name.replaceAll("[^A-Za-z0-9_.:-]", "?");
        return clean.length() > 64 ? clean.substring(0, 64) : clean;
    }
}
