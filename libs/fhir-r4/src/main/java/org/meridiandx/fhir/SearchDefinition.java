package org.meridiandx.fhir;

import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A resource type's search parameters, declared once: parser, SQL and capability statement come
/// from here.
///
/// The table has the columns `id text, version int, last_updated timestamptz, patient_id text,
/// organisations text[], content bytea` beside the typed ones named here. `_id`, `_lastUpdated`,
/// `_count`, `_sort=[-]_lastUpdated`, `_summary`, `_elements`, `_total` and `_format` come with every
/// type; nothing else does: what else sorts, and what is brought along, is declared. Column and table names are
/// constants of the
/// code, never input.
public final class SearchDefinition {
    /// The column of a search that its rows are in the order of.
    static final String SORTED_BY = "sorted_by";

    private final String resourceType;
    private final String table;
    private final Map<String, SearchParameter> parameters;
    private final Map<String, String> sorts;
    private final List<SearchInclude> includes;
    private final List<SearchHas> having;
    private final boolean isDirectory;
    private final boolean isFollowingMerges;
    private final boolean isAcrossMergedRecords;

    private SearchDefinition(Builder builder) {
        this.resourceType = builder.resourceType;
        this.table = builder.table;
        this.parameters = Map.copyOf(builder.parameters);
        this.sorts = Map.copyOf(builder.sorts);
        this.includes = List.copyOf(builder.includes);
        this.having = List.copyOf(builder.having);
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

    /// What sorts, with the column or expression (timestamptz, never null) that it sorts by.
    Map<String, String> sorts() {
        return sorts;
    }

    List<SearchInclude> includes() {
        return includes;
    }

    List<SearchHas> having() {
        return having;
    }

    /// What a stored row is read with: a row counts for the patient in force.
    String selected() {
        return selected("content", "");
    }

    /// The same for a row of a search.
    String selectedBy(String sortColumn) {
        return selected("content", ", " + sortColumn + " as " + SORTED_BY);
    }

    /// Rows without what they say but for what decides about them: bytes come where there may be
    /// security labels.
    String outlined(String more) {
        return selected(
                "case when position('\"security\"'::bytea in content) > 0 then content else '{}'::bytea end as content",
                ", " + more);
    }

    private String selected(String content, String more) {
        var patientId = isAcrossMergedRecords
                ? "coalesce((select p.patient_id from patient p where p.id = " + table
                        + ".patient_id), patient_id) as patient_id"
                : "patient_id";
        return "select id, version, last_updated, " + patientId + ", organisations, " + content + more + " from "
                + table;
    }

    Map<String, SearchParameter> parameters() {
        return parameters;
    }

    /// Collects the declarations.
    public static final class Builder {
        private final String resourceType;
        private final String table;
        private final Map<String, SearchParameter> parameters = new LinkedHashMap<>();
        private final Map<String, String> sorts = new LinkedHashMap<>();
        private final List<SearchInclude> includes = new ArrayList<>();
        private final List<SearchHas> having = new ArrayList<>();
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

        /// Many codes or identifiers, in a side table of (resource_id, system, value).
        public Builder sideTable(String name, String sideTable) {
            return add(new SearchParameter.SideTable(name, sideTable));
        }

        /// Many references, in a side table of (resource_id, value) that holds ids.
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

        /// The same, where it may be null: such rows come as the oldest. Its index is of
        /// `coalesce([column], '0001-01-01T00:00:00Z'::timestamptz)`.
        public Builder sortedOptionalDateTime(String name, String column) {
            var date = new SearchParameter.OptionalDate(name, column);
            sorts.put(name, date.sortedBy());
            return add(date);
        }

        /// A numeric column with its UCUM code in another.
        ///
        /// @param equivalents for a unit all that measure the same, with what a value is multiplied by
        public Builder quantity(
                String name, String number, String unit, Function<String, Map<String, BigDecimal>> equivalents) {
            return add(new SearchParameter.Quantity(name, number, unit, equivalents));
        }

        /// A code with the value measured of it, in the columns of a [#quantity].
        ///
        /// @param from places of both: tables, one of which, `s`, has (resource_id, system, value)
        public Builder codeQuantity(String name, String ofQuantity, String... from) {
            return add(SearchParameter.CodeQuantity.of(name, parameters.get(ofQuantity), List.of(from)));
        }

        /// `_include=[value]` brings along what the hits name, where this service keeps it.
        ///
        /// @param value as it is asked for: `Task:focus`
        /// @param held the type that the reference leads to
        /// @param condition SQL on the table of that type, with `$1` for the ids of the hits
        public Builder including(String value, Supplier<SearchDefinition> held, String condition) {
            includes.add(new SearchInclude("_include", value, held, condition, ""));
            return this;
        }

        /// As [#including], where an element of the hits, and no column, holds the references.
        public Builder includingNamed(String value, Supplier<SearchDefinition> held, String element) {
            includes.add(new SearchInclude("_include", value, held, "id = any($1)", element));
            return this;
        }

        /// `_revinclude=[value]` brings along what names the hits, as [#including].
        ///
        /// @param condition SQL on the table of that type, with `$1` for the ids of the hits
        public Builder includedWith(String value, Supplier<SearchDefinition> held, String condition) {
            includes.add(new SearchInclude("_revinclude", value, held, condition, ""));
            return this;
        }

        /// `_has:Observation:specimen:[parameter]` asks of the resources that name the hits.
        ///
        /// @param columns that of their table and that of the hits' table that is equal to it
        public Builder having(
                String name, Supplier<SearchDefinition> held, Map.Entry<String, String> columns, String... parameters) {
            having.add(new SearchHas(name, held, columns.getKey(), columns.getValue(), Set.of(parameters)));
            return this;
        }

        public Builder day(String name, String column) {
            return add(new SearchParameter.Date(name, column, true));
        }

        /// A text column in lower case, matched from its beginning.
        public Builder text(String name, String column) {
            return add(new SearchParameter.Text(name, column));
        }

        /// Many texts, in a side table of (resource_id, value) in lower case, matched from their beginning.
        public Builder sideText(String name, String sideTable) {
            return add(new SearchParameter.SideText(name, sideTable));
        }

        /// The type holds no patient data (places, staff): the scope is enough to read it, and nothing
        /// is disclosed about anybody that the audit would have to keep.
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
