package org.meridiandx.fhir;

import java.util.function.UnaryOperator;

/// One search parameter as declared: what it is called, what it takes, and how it becomes SQL.
sealed interface SearchParameter {
    String name();

    /// FHIR search-param-type, for the capability statement.
    String type();

    /// A code or status in one column, or with its system in another (empty: the system is not
    /// kept).
    record Token(String name, String systemColumn, String column) implements SearchParameter {
        @Override
        public String type() {
            return "token";
        }
    }

    /// `system|value` in a side table of (resource_id, system, value).
    record SideTable(String name, String table) implements SearchParameter {
        @Override
        public String type() {
            return "token";
        }
    }

    /// A reference to another resource, kept as its id.
    record Reference(String name, String column, String target) implements SearchParameter {
        @Override
        public String type() {
            return "reference";
        }
    }

    /// Many references per resource, kept as ids in a side table of (resource_id, value).
    record SideReference(String name, String table, String target) implements SearchParameter {
        @Override
        public String type() {
            return "reference";
        }
    }

    /// A point in time (timestamptz) or a day (date).
    record Date(String name, String column, boolean dayOnly) implements SearchParameter {
        @Override
        public String type() {
            return "date";
        }
    }

    /// Many texts per resource in a side table of (resource_id, value), lower case; one of them
    /// begins with what is given.
    record SideText(String name, String table) implements SearchParameter {
        @Override
        public String type() {
            return "string";
        }
    }

    /// Text that begins with what is given; the column holds it in lower case.
    record Text(String name, String column) implements SearchParameter {
        @Override
        public String type() {
            return "string";
        }
    }

    /// Text that is the same once both are folded; a `*` at the end, after enough letters, asks for all
    /// that begin so.
    ///
    /// @param folding how the column's values were folded
    /// @param lettersBeforeStar how many must stand before a `*`
    /// @param byFirstWords whether the first words of the column are enough, as with given names
    record Folded(
            String name, String column, UnaryOperator<String> folding, int lettersBeforeStar, boolean byFirstWords)
            implements SearchParameter {
        @Override
        public String type() {
            return "string";
        }
    }
}
