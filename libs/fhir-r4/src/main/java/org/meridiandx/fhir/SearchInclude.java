package org.meridiandx.fhir;

import java.util.List;
import java.util.function.Supplier;

/// What a search may bring along with its hits: resources of the same database that they name, or that
/// name them.
///
/// **Source:** FHIR R4 search, including other resources.
///
/// @param parameter `_include` or `_revinclude`
/// @param value as it is asked for: `Task:focus`
/// @param held the type that is brought along
/// @param condition SQL on the table of that type, with `$1` for the ids of the hits or of what they name
/// @param element of the hits in which they name it; empty where the ids of the hits are enough
record SearchInclude(
        String parameter, String value, Supplier<SearchDefinition> held, String condition, String element) {
    /// Whether it is asked for, with or without the type that the reference leads to.
    boolean isAskedBy(String name, String asked) {
        return name.equals(parameter)
                && (asked.equals(value)
                        || parameter.equals("_include")
                                && asked.equals(value + ":" + held.get().resourceType()));
    }

    /// The ids that the condition takes.
    String[] idsFor(List<StoredResource> hits) {
        var ids = element.isEmpty()
                ? hits.stream().map(StoredResource::id)
                : hits.stream()
                        .flatMap(hit ->
                                NamedIds.in(hit.content(), element, held.get().resourceType()));
        return ids.distinct().toArray(String[]::new);
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
