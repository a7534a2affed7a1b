package org.meridiandx.fhir;

import java.util.function.Supplier;

/// What a search may bring along with its hits: resources of the same database that they name, or that
/// name them.
///
/// **Source:** FHIR R4 search, including other resources.
///
/// @param parameter `_include` or `_revinclude`
/// @param value as it is asked for: `Task:focus`
/// @param held the type that is brought along
/// @param condition SQL on the table of that type, with `$1` for the ids of the hits
record SearchInclude(String parameter, String value, Supplier<SearchDefinition> held, String condition) {
    /// Whether it is asked for, with or without the type that the reference leads to.
    boolean isAskedBy(String name, String asked) {
        return name.equals(parameter)
                && (asked.equals(value)
                        || parameter.equals("_include")
                                && asked.equals(value + ":" + held.get().resourceType()));
    }

    String sql(int most) {
        return held.get().selected() + " where " + condition + " order by last_updated desc, id desc limit "
                + (most + 1);
    }

    @Override
    public String toString() {
        return parameter + "=" + value;
    }
}
