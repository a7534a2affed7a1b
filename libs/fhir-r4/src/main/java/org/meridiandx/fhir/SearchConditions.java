package org.meridiandx.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The SQL of one search: a condition for each value that is asked for, and the arguments that they
/// take. What a caller sends goes into the arguments only.
final class SearchConditions {
    private final SearchDefinition definition;
    private final List<Object> arguments;

    SearchConditions(SearchDefinition definition) {
        this(definition, new ArrayList<>());
    }

    /// Conditions that stand in a statement with others.
    SearchConditions(SearchDefinition definition, List<Object> arguments) {
        this.definition = definition;
        this.arguments = arguments;
    }

    List<Object> arguments() {
        return arguments;
    }

    String of(SearchParameter parameter, String value) {
        return switch (parameter) {
            case SearchParameter.Token token -> token(token, value);
            case SearchParameter.SideTable side -> sideTable(side, value);
            case SearchParameter.Reference reference -> reference(reference, value);
            case SearchParameter.SideReference side -> sideReference(side, value);
            case SearchParameter.Date date -> date(SearchDate.parse(date.name(), value), date.column(), date.dayOnly());
            case SearchParameter.OptionalDate date -> optionalDate(date, value);
            case SearchParameter.Quantity quantity ->
                SearchQuantity.parse(quantity.name(), value).sql(quantity, this::bind);
            case SearchParameter.CodeQuantity both -> codeQuantity(both, value);
            case SearchParameter.Text text -> beginsWith(text.column(), value);
            case SearchParameter.SideText side -> sideText(side, value);
            case SearchParameter.Folded folded -> folded(folded, value);
        };
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
        return "id in (select s.resource_id from " + side.table() + " s where " + sideCode(value) + ")";
    }

    private String sideCode(String value) {
        var bar = value.indexOf('|');
        var code = bind(value.substring(bar + 1));
        return "s.value = " + code + (bar <= 0 ? "" : " and s.system = " + bind(value.substring(0, bar)));
    }

    private String reference(SearchParameter.Reference reference, String value) {
        var id = bind(idOf(reference.name(), reference.target(), value));
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

    private String sideReference(SearchParameter.SideReference side, String value) {
        return "id in (select s.resource_id from " + side.table() + " s where s.value = "
                + bind(idOf(side.name(), side.target(), value)) + ")";
    }

    static String idOf(String name, String target, String value) {
        var prefix = target + "/";
        var slash = value.lastIndexOf(prefix);
        var id = slash < 0 ? value : value.substring(slash + prefix.length());
        if (id.indexOf('/') >= 0) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    name + " takes a reference to " + target + ", as " + prefix + "id.",
                    name);
        }
        return id;
    }

    private String date(SearchDate asked, String column, boolean dayOnly) {
        var span = asked.span();
        Object from = dayOnly ? span.firstDay() : span.from();
        Object until = dayOnly ? span.dayAfter() : span.until();
        return switch (asked.prefix()) {
            case "ge" -> column + " >= " + bind(from);
            case "gt", "sa" -> column + " >= " + bind(until);
            case "lt", "eb" -> column + " < " + bind(from);
            case "le" -> column + " < " + bind(until);
            case "ne" -> "not (" + column + " >= " + bind(from) + " and " + column + " < " + bind(until) + ")";
            default -> "(" + column + " >= " + bind(from) + " and " + column + " < " + bind(until) + ")";
        };
    }

    /// What has no date is before none: it is found by no condition on its date.
    private String optionalDate(SearchParameter.OptionalDate date, String value) {
        var condition = date(SearchDate.parse(date.name(), value), date.sortedBy(), false);
        return "(" + condition + " and " + date.sortedBy() + " > " + SearchParameter.OptionalDate.FLOOR + ")";
    }

    /// In each place the code and the value of one and the same measurement.
    private String codeQuantity(SearchParameter.CodeQuantity both, String value) {
        var dollar = value.indexOf('$');
        if (dollar <= 0 || dollar == value.length() - 1) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    both.name() + " takes a code and a value, as http://loinc.org|718-7$lt80.",
                    both.name());
        }
        var code = value.substring(0, dollar);
        var quantity = SearchQuantity.parse(both.name(), value.substring(dollar + 1));
        return both.places().stream()
                .map(place -> "exists (select 1 from " + place + " where s.resource_id = " + definition.table()
                        + ".id and " + sideCode(code) + " and "
                        + quantity.sql(both.quantity(), this::bind) + ")")
                .collect(Collectors.joining(" or ", "(", ")"));
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

    /// @return the place of a value in the statement
    String bind(Object value) {
        arguments.add(value);
        return "$" + arguments.size();
    }
}
