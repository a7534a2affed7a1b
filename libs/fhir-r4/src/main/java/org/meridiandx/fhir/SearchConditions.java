package org.meridiandx.fhir;

import java.util.ArrayList;
import java.util.List;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The SQL of one search: a condition for each value that is asked for, and the arguments that they
/// take. What a caller sends goes into the arguments only.
final class SearchConditions {
    private final SearchDefinition definition;
    private final List<Object> arguments = new ArrayList<>();

    SearchConditions(SearchDefinition definition) {
        this.definition = definition;
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
            case SearchParameter.Date date -> date(date, value);
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
        var bar = value.indexOf('|');
        var code = bind(value.substring(bar + 1));
        var bySystem = bar <= 0 ? "" : " and s.system = " + bind(value.substring(0, bar));
        return "id in (select s.resource_id from " + side.table() + " s where s.value = " + code + bySystem + ")";
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

    /// @return the place of a value in the statement
    String bind(Object value) {
        arguments.add(value);
        return "$" + arguments.size();
    }
}
