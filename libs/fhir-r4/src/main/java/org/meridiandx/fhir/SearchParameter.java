package org.meridiandx.fhir;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

    /// A point in time (timestamptz) that a row may lack.
    ///
    /// What sorts, and what its index is of, is [#sortedBy]: rows without it come as the oldest.
    record OptionalDate(String name, String column) implements SearchParameter {
        /// Before any date that can be true.
        static final String FLOOR = "'0001-01-01T00:00:00Z'::timestamptz";

        String sortedBy() {
            return "coalesce(" + column + ", " + FLOOR + ")";
        }

        @Override
        public String type() {
            return "date";
        }
    }

    /// A measured value: `gt5.4|http://unitsofmeasure.org|mmol/L`.
    ///
    /// @param number numeric column, null where there is no value
    /// @param unit column of the UCUM code, empty where there is none
    /// @param equivalents for a unit each that measures the same, itself included, with what a value is
    /// multiplied by to be in it
    record Quantity(String name, String number, String unit, Function<String, Map<String, BigDecimal>> equivalents)
            implements SearchParameter {
        @Override
        public String type() {
            return "quantity";
        }
    }

    /// A code and the value that was measured of it: `code$value`.
    ///
    /// @param places where both stand side by side: tables, one of which, `s`, has (resource_id,
    /// system, value)
    record CodeQuantity(String name, List<String> places, Quantity quantity) implements SearchParameter {
        public CodeQuantity {
            places = List.copyOf(places);
        }

        static CodeQuantity of(String name, @Nullable SearchParameter quantity, List<String> places) {
            if (quantity instanceof Quantity declared) {
                return new CodeQuantity(name, places, declared);
            }
            throw new IllegalArgumentException(name + " needs a quantity that is declared before it");
        }

        @Override
        public String type() {
            return "composite";
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
