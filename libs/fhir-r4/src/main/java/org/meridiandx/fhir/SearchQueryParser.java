package org.meridiandx.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private static final Set<String> SINGLE = Set.of("_count", "_sort", "_cursor", "_summary", "_elements", "_total");
    private static final int MOST_HAVING = 4;
    /// Plain digits: `Integer.parseInt` would take a sign, and the digits of every script.
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,17}");
    private final SearchDefinition definition;
    private final List<String> conditions = new ArrayList<>();
    private final SearchConditions sql;
    private Optional<String> patientId = Optional.empty();
    private final List<SearchInclude> includes = new ArrayList<>();
    private final List<SearchHas.Asked> having = new ArrayList<>();
    private final SearchForm.Reader form;
    private Optional<SearchCursor> cursor = Optional.empty();
    private String sortColumn = "last_updated";
    private int count = DEFAULT_COUNT;
    private boolean ascending;

    SearchQueryParser(SearchDefinition definition) {
        this.definition = definition;
        this.sql = new SearchConditions(definition);
        this.form = new SearchForm.Reader(definition.resourceType());
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
        var counted = form.read(countSql(), sql.arguments());
        return new SearchQuery(
                sql(), sql.arguments(), count, patientId, shapeOf(query), cursor.isEmpty(), includes, having, counted);
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
            case "_cursor" -> cursor = Optional.of(SearchCursor.parse(value));
            case "_summary", "_elements", "_total" -> form.accept(name, value);
            case "_include", "_revinclude" -> include(name, value);
            default -> condition(name, value);
        }
    }

    private void include(String name, String value) {
        var offered = definition.includes().stream()
                .filter(include -> include.isAskedBy(name, value))
                .findFirst();
        if (offered.isEmpty()) {
            var all =
                    definition.includes().stream().map(SearchInclude::toString).toList();
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    name + " on " + definition.resourceType() + " offers "
                            + (all.isEmpty() ? "nothing" : "only " + String.join(", ", all))
                            + ". What else a hit names is read by its reference.",
                    name);
        }
        if (!includes.contains(offered.get())) {
            includes.add(offered.get());
        }
    }

    private void condition(String name, String value) {
        if (name.startsWith("_has:")) {
            has(name, value);
            return;
        }
        var parameter = definition.parameters().get(name);
        if (parameter == null) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "Parameter " + printable(name) + " is not supported on " + definition.resourceType()
                            + ". Extra inputs are not permitted; /fhir/R4/metadata lists what is.",
                    printable(name));
        }
        var alternatives = splitAlternatives(name, value);
        if (parameter instanceof SearchParameter.Reference reference
                && reference.target().equals("Patient")
                && alternatives.size() == 1) {
            patientId =
                    Optional.of(SearchConditions.idOf(reference.name(), reference.target(), alternatives.getFirst()));
        }
        conditions.add(either(parameter, alternatives, sql));
    }

    private void has(String name, String value) {
        var asked = name.substring(name.lastIndexOf(':') + 1);
        var offered = definition.having().stream()
                .filter(has -> name.equals(has.name() + ":" + asked)
                        && has.parameters().contains(asked))
                .findFirst()
                .orElseThrow(() -> notOffered(name));
        if (having.size() == MOST_HAVING) {
            throw ProblemException.of(
                    ProblemCode.TOO_COSTLY,
                    "_has may be asked " + MOST_HAVING + " times in a search.",
                    printable(name));
        }
        var parameter =
                Objects.requireNonNull(offered.held().get().parameters().get(asked), "what is offered is declared");
        var alternatives = splitAlternatives(name, value);
        conditions.add(offered.condition(either(
                parameter, alternatives, new SearchConditions(offered.held().get(), sql.arguments()))));
        var alone = new SearchConditions(offered.held().get());
        var about = either(parameter, alternatives, alone);
        var place = "$" + (alone.arguments().size() + 1);
        having.add(new SearchHas.Asked(
                offered.held().get(), offered.rows(about, definition.table(), place), alone.arguments()));
    }

    private static String either(SearchParameter parameter, List<String> alternatives, SearchConditions conditions) {
        var either = alternatives.stream()
                .map(alternative -> conditions.of(parameter, alternative))
                .toList();
        return either.size() == 1 ? either.getFirst() : "(" + String.join(" or ", either) + ")";
    }

    private ProblemException notOffered(String name) {
        var all = definition.having().stream()
                .flatMap(has -> has.parameters().stream().map(parameter -> has.name() + ":" + parameter))
                .sorted()
                .toList();
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "_has on " + definition.resourceType() + " offers "
                        + (all.isEmpty() ? "nothing." : "only " + String.join(", ", all) + "."),
                printable(name));
    }

    private void sort(String value) {
        ascending = !value.startsWith("-");
        var column = definition.sorts().get(ascending ? value : value.substring(1));
        if (column == null) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "_sort takes one of "
                            + String.join(", ", new TreeSet<>(definition.sorts().keySet()))
                            + ", with - in front for the newest first.",
                    "_sort");
        }
        sortColumn = column;
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

    private String sql() {
        var direction = ascending ? " asc" : " desc";
        cursor.ifPresent(last -> conditions.add("(" + sortColumn + ", id) " + (ascending ? ">" : "<") + " ("
                + sql.bind(last.sortedBy()) + ", " + sql.bind(last.id()) + ")"));
        return definition.selectedBy(sortColumn) + where() + " order by " + sortColumn + direction + ", id" + direction
                + " limit " + (count + 1);
    }

    /// All rows of the search, wherever its pages begin.
    private String countSql() {
        return definition.outlined("last_updated as " + SearchDefinition.SORTED_BY) + where() + " limit "
                + (SearchForm.MOST_COUNTED + 1);
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static String shapeOf(MultivaluedMap<String, String> query) {
        return String.join("&", new TreeSet<>(query.keySet()));
    }

    private static String printable(String name) {
        var clean = name.replaceAll("[^A-Za-z0-9_.:-]", "?");
        return clean.length() > 64 ? clean.substring(0, 64) : clean;
    }
}
