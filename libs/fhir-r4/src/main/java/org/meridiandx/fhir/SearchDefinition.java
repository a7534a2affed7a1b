package org.meridiandx.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A resource type's search parameters, declared once: parser, SQL and capability statement come
/// from here.
///
/// The table has the columns `id text, version int, last_updated timestamptz, patient_id text,
/// organisations text[], content bytea` beside the typed ones named here. `_id`, `_lastUpdated`,
/// `_count`, `_sort=[-]_lastUpdated` and `_format` come with every type; nothing else does: what
/// else sorts, and what is brought along, is declared. Column and table names are constants of the
/// code, never input.
public final class SearchDefinition {
    /// The column of a search that its rows are in the order of.
    static final String SORTED_BY = "sorted_by";

    private final String resourceType;
    private final String table;
    private final Map<String, SearchParameter> parameters;
    private final Map<String, String> sorts;
    private final List<SearchInclude> includes;
    private final boolean isDirectory;
    private final boolean isFollowingMerges;
    private final boolean isAcrossMergedRecords;

    private SearchDefinition(Builder builder) {
        this.resourceType = builder.resourceType;
        this.table = builder.table;
        this.parameters = Map.copyOf(builder.parameters);
        this.sorts = Map.copyOf(builder.sorts);
        this.includes = List.copyOf(builder.includes);
        this.isDirectory = builder.isDirectory;
        this.isFollowingMerges = builder.isFollowingMerges;
        this.isAcrossMergedRecords = builder.isAcrossMergedRecords;
    }

    public static Builder of(String resourceType, String table) {
        return new Builder(resourceType, table);
    }

    /// Reads the parameters of a request.
    ///
    /// @throws org.meridiandx.problem.ProblemException 400 naming each parameter that is unknown or
    /// has a bad value
    public SearchQuery parse(MultivaluedMap<String, String> query) {
        return new SearchQueryParser(this).parse(query);
    }

    public String resourceType() {
        return resourceType;
    }

    public String table() {
        return table;
    }

    /// Whether the type holds no patient data.
    boolean isDirectory() {
        return isDirectory;
    }

    /// Whether a search for a merged record is meant for the one that lives on.
    boolean isFollowingMerges() {
        return isFollowingMerges;
    }

    /// Whether rows stay with the record that they were written for, whatever it is merged into.
    boolean isAcrossMergedRecords() {
        return isAcrossMergedRecords;
    }

    /// What sorts, with the column (timestamptz, never null) that it sorts by.
    Map<String, String> sorts() {
        return sorts;
    }

    List<SearchInclude> includes() {
        return includes;
    }

    /// What a stored row is read with: a row counts for the patient in force.
    String selected() {
        return selected("");
    }

    /// The same for a row of a search.
    String selectedBy(String sortColumn) {
        return selected(", " + sortColumn + " as " + SORTED_BY);
    }

    private String selected(String more) {
        var patientId = isAcrossMergedRecords
                ? "coalesce((select p.patient_id from patient p where p.id = " + table
                        + ".patient_id), patient_id) as patient_id"
                : "patient_id";
        return "select id, version, last_updated, " + patientId + ", organisations, content" + more + " from " + table;
    }

    /// Whether a search asks about somebody, so that finding nothing tells about them. The log of the
    /// audit is left out: what is written down about an empty search there, the next one would find.
    boolean namesPatient(SearchQuery query) {
        return resourceType.equals("Patient")
                || !resourceType.equals("AuditEvent")
                        && parameters.values().stream()
                                .filter(parameter -> parameter instanceof SearchParameter.Reference reference
                                        && reference.target().equals("Patient"))
                                .anyMatch(parameter ->
                                        List.of(query.shape().split("&")).contains(parameter.name()));
    }

    Map<String, SearchParameter> parameters() {
        return parameters;
    }

    List<SearchParameter> sortedParameters() {
        var sorted = new ArrayList<>(parameters.values());
        sorted.sort((a, b) -> a.name().compareTo(b.name()));
        return sorted;
    }

    /// Collects the declarations.
    public static final class Builder {
        private final String resourceType;
        private final String table;
        private final Map<String, SearchParameter> parameters = new LinkedHashMap<>();
        private final Map<String, String> sorts = new LinkedHashMap<>();
        private final List<SearchInclude> includes = new ArrayList<>();
        private boolean isDirectory;
        private boolean isFollowingMerges;
        private boolean isAcrossMergedRecords;

        private Builder(String resourceType, String table) {
            this.resourceType = resourceType;
            this.table = table;
            add(new SearchParameter.Token("_id", "", "id"));
            add(new SearchParameter.Date("_lastUpdated", "last_updated", false));
            sorts.put("_lastUpdated", "last_updated");
        }

        /// A code in one column, without a system.
        public Builder token(String name, String column) {
            return add(new SearchParameter.Token(name, "", column));
        }

        /// A code with its system: `code=system|value`, `code=value`, `code=|value`.
        public Builder token(String name, String systemColumn, String column) {
            return add(new SearchParameter.Token(name, systemColumn, column));
        }

        /// Many codes or identifiers per resource, in a side table of (resource_id, system, value).
        public Builder sideTable(String name, String sideTable) {
            return add(new SearchParameter.SideTable(name, sideTable));
        }

        /// Many references per resource, in a side table of (resource_id, value) that holds ids.
        public Builder sideReference(String name, String sideTable, String target) {
            return add(new SearchParameter.SideReference(name, sideTable, target));
        }

        public Builder reference(String name, String column, String target) {
            return add(new SearchParameter.Reference(name, column, target));
        }

        /// A timestamptz column.
        public Builder dateTime(String name, String column) {
            return add(new SearchParameter.Date(name, column, false));
        }

        /// A timestamptz column that is never null, by which pages may be sorted.
        public Builder sortedDateTime(String name, String column) {
            sorts.put(name, column);
            return dateTime(name, column);
        }

        /// `_include=[value]` brings along what the hits name, where this service keeps it.
        ///
        /// @param value as it is asked for: `Task:focus`
        /// @param held the type that the reference leads to
        /// @param condition SQL on the table of that type, with `$1` for the ids of the hits
        public Builder including(String value, Supplier<SearchDefinition> held, String condition) {
            includes.add(new SearchInclude("_include", value, held, condition));
            return this;
        }

        /// `_revinclude=[value]` brings along what names the hits.
        ///
        /// @param value as it is asked for: `Task:focus`
        /// @param held the type that has the reference
        /// @param condition SQL on the table of that type, with `$1` for the ids of the hits
        public Builder includedWith(String value, Supplier<SearchDefinition> held, String condition) {
            includes.add(new SearchInclude("_revinclude", value, held, condition));
            return this;
        }

        /// A date column.
        public Builder day(String name, String column) {
            return add(new SearchParameter.Date(name, column, true));
        }

        /// A text column in lower case, matched from its beginning.
        public Builder text(String name, String column) {
            return add(new SearchParameter.Text(name, column));
        }

        /// Many texts per resource, in a side table of (resource_id, value) in lower case, matched
        /// from their beginning.
        public Builder sideText(String name, String sideTable) {
            return add(new SearchParameter.SideText(name, sideTable));
        }

        /// The type holds no patient data (places, staff): the scope is enough to read it, no
        /// relationship is asked for, and nothing is disclosed about anybody that the audit would
        /// have to keep.
        public Builder directory() {
            isDirectory = true;
            return this;
        }

        /// A text column that holds folded values, matched whole, or from its beginning where `*` ends the
        /// value.
        ///
        /// @param folding how the column's values were folded; what is asked for is folded alike
        /// @param lettersBeforeStar how many letters or digits a value with `*` needs
        public Builder folded(String name, String column, UnaryOperator<String> folding, int lettersBeforeStar) {
            return add(new SearchParameter.Folded(name, column, folding, lettersBeforeStar, false));
        }

        /// As [#folded], but what is asked for may be the first words of what the column holds.
        public Builder foldedWords(String name, String column, UnaryOperator<String> folding, int lettersBeforeStar) {
            return add(new SearchParameter.Folded(name, column, folding, lettersBeforeStar, true));
        }

        /// References to Patient are followed through the table `patient_standing`
        /// (recorded_patient_id, patient_id) of the same database, so that a search for a merged
        /// record answers with those of the one that lives on.
        public Builder followingMerges() {
            isFollowingMerges = true;
            return this;
        }

        /// References to Patient are followed through the table `patient` (id, patient_id) of the same
        /// database: rows keep the record that they were written for, and a search for any record of a
        /// patient answers with those of all, decided as the patient's in force.
        public Builder acrossMergedRecords() {
            isAcrossMergedRecords = true;
            return this;
        }

        private Builder add(SearchParameter parameter) {
            parameters.put(parameter.name(), parameter);
            return this;
        }

        public SearchDefinition build() {
            return new SearchDefinition(this);
        }
    }
}
