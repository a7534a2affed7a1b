package org.meridiandx.bench.patients;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Indexes that are gone while tables are filled: made afterwards they cost less.
///
/// @param definitions in SQL; those of constraints stay where they are
public record TakenIndexes(Connection connection, List<String> definitions) {

    private static final String INDEXES = "select indexname, indexdef from pg_indexes where schemaname = 'public' and"
            + " tablename in ('%s') and indexname not in (select conname from pg_constraint)";

    public TakenIndexes {
        definitions = List.copyOf(definitions);
    }

    /// Takes them from some tables.
    public static TakenIndexes of(Connection connection, String... tables) throws SQLException {
        var definitions = new ArrayList<String>();
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(INDEXES.formatted(String.join("', '", tables)))) {
            while (found.next()) {
                names.add(found.getString(1));
                definitions.add(found.getString(2));
            }
        }
        try (var statement = connection.createStatement()) {
            for (String name : names) {
                statement.execute("drop index " + name);
            }
        }
        return new TakenIndexes(connection, definitions);
    }

    /// Makes them again.
    ///
    /// @param news progress, for people
    public void putBack(Consumer<String> news) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String index : definitions) {
                news.accept(index.replaceFirst(" ON .*", ""));
                statement.execute(index);
            }
        }
    }
}
