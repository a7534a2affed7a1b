package org.meridiandx.result.units;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A table of this package's data: cells between semicolons, lines with `#` for people.
final class UnitTable {
    private UnitTable() {}

    /// @param name on the class path
    /// @param columns of each row
    /// @throws IllegalStateException naming the line that is not as it should be: the service does not start
    static List<List<String>> rows(String name, int columns) {
        var rows = new ArrayList<List<String>>();
        try (var file = Objects.requireNonNull(UnitTable.class.getResourceAsStream(name), name);
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            var number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.startsWith("#") || line.isBlank()) {
                    continue;
                }
                var cells = List.of(line.split(";", -1));
                if (cells.size() != columns || cells.stream().anyMatch(String::isBlank)) {
                    throw new IllegalStateException(name + ", line " + number + ": " + columns + " cells are due");
                }
                rows.add(cells);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return rows;
    }
}
