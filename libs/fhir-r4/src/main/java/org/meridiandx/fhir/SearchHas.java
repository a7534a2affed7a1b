package org.meridiandx.fhir;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// `_has:[type]:[reference]:[parameter]`: what a search may ask of resources that name its hits.
///
/// To be found so tells what the other resource says. So each page's hits are shown only where the
/// caller may see one such resource, unmasked.
///
/// **Source:** FHIR R4 search, reverse chaining.
/// **Hazard:** a sealed result that is told by finding its specimen with its code.
///
/// @param name as it is asked for, without the parameter: `_has:Observation:specimen`
/// @param held the type that names the hits
/// @param column of that type's table, and
/// @param hitColumn of the hits' table that equals it
/// @param parameters what may be asked of it
record SearchHas(
        String name, Supplier<SearchDefinition> held, String column, String hitColumn, Set<String> parameters) {
    /// So many rows that name the hits of one page are looked at.
    static final int MOST_ROWS = 20_000;

    SearchHas {
        parameters = Set.copyOf(parameters);
    }

    /// One of them as it was asked.
    ///
    /// @param sql selects `hit_id` and the row of each resource that names it, for the hits in the last argument
    record Asked(SearchDefinition held, String sql, List<Object> arguments) {
        Asked {
            arguments = List.copyOf(arguments);
        }
    }

    /// The condition on the hits' table.
    String condition(String about) {
        return hitColumn + " in (select " + column + " from " + held.get().table() + " where " + about + ")";
    }

    /// @param about the same condition, alone in its statement
    /// @param hits table of the hits
    /// @param place of the ids of the hits in the statement
    String rows(String about, String hits, String place) {
        return "select h.hit_id, r.* from (select id as hit_id, " + hitColumn + " as hit_key from " + hits
                + " where id = any(" + place + ")) h join ("
                + held.get().outlined(column + " as named_key") + " where " + about
                + ") r on r.named_key = h.hit_key limit "
                + (MOST_ROWS + 1);
    }
}
