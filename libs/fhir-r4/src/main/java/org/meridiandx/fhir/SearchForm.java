package org.meridiandx.fhir;

import java.util.List;
import java.util.Optional;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What of the answer of a search is wanted: how much of each resource, and how many there are.
///
/// **Source:** FHIR R4 search, `_summary`, `_elements` and `_total`.
///
/// @param subset what is left out of the resources; empty where they are shown whole
/// @param isCounted whether all that the caller may see are to be counted
/// @param hasEntries whether resources are shown at all
/// @param countSql selects what decides about all rows of the search, at most one more than are counted
record SearchForm(
        Optional<ResourceSubset> subset,
        boolean isCounted,
        boolean hasEntries,
        String countSql,
        List<Object> countArguments) {
    /// To count more would mean to decide about more.
    static final int MOST_COUNTED = 5_000;

    SearchForm {
        countArguments = List.copyOf(countArguments);
    }

    /// A resource as it is wanted.
    StoredResource of(String type, StoredResource resource) {
        return subset.map(kept -> resource.withContent(kept.of(type, resource.content())))
                .orElse(resource);
    }

    /// Takes the parameters in whatever order they stand.
    static final class Reader {
        private final String resourceType;
        private String summary = "false";
        private String total = "none";
        private List<String> elements = List.of();

        Reader(String resourceType) {
            this.resourceType = resourceType;
        }

        /// @throws ProblemException 400 that names the parameter
        void accept(String name, String value) {
            switch (name) {
                case "_summary" -> summary = oneOf(name, value, "true", "text", "data", "count", "false");
                case "_total" -> total = oneOf(name, value, "none", "estimate", "accurate");
                default -> elements = ResourceSubset.elementsOf(resourceType, value);
            }
        }

        SearchForm read(String countSql, List<Object> arguments) {
            if (!elements.isEmpty() && !summary.equals("false")) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER, "_summary and _elements exclude each other.", "_elements");
            }
            var hasEntries = !summary.equals("count");
            Optional<ResourceSubset> subset = switch (summary) {
                case "true", "text", "data" -> Optional.of(ResourceSubset.summary(summary));
                default ->
                    elements.isEmpty()
                            ? Optional.empty()
                            : Optional.of(ResourceSubset.elements(resourceType, elements));
            };
            return new SearchForm(subset, !hasEntries || !total.equals("none"), hasEntries, countSql, arguments);
        }

        private static String oneOf(String name, String value, String... values) {
            if (!List.of(values).contains(value)) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER, name + " takes one of " + String.join(", ", values) + ".", name);
            }
            return value;
        }
    }
}
