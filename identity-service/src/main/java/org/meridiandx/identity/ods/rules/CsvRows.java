package org.meridiandx.identity.ods.rules;

import java.util.ArrayList;
import java.util.List;

/// Reads comma-separated values. **Source:** RFC 4180; a line feed alone ends a row too.
public final class CsvRows {
    private final List<List<String>> rows = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private List<String> row = new ArrayList<>();
    private boolean isQuoted;

    private CsvRows() {}

    /// @return rows of cells, empty lines left out
    /// @throws IllegalArgumentException when a quoted cell does not end
    public static List<List<String>> read(String text) {
        var csv = new CsvRows();
        for (var i = 0; i < text.length(); i++) {
            var isPair = csv.isQuoted && text.charAt(i) == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (isPair) {
                csv.cell.append('"');
                i++;
            } else {
                csv.accept(text.charAt(i));
            }
        }
        if (csv.isQuoted) {
            throw new IllegalArgumentException("a quoted value does not end");
        }
        csv.endRow();
        return csv.rows;
    }

    private void accept(char c) {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (isQuoted) {
            cell.append(c);
        } else if (c == ',') {
            endCell();
        } else if (c == '\n') {
            endRow();
        } else if (c != '\r' && c != '\uFEFF') {
            cell.append(c);
        }
    }

    private void endCell() {
        row.add(cell.toString());
        cell.setLength(0);
    }

    private void endRow() {
        if (!row.isEmpty() || !cell.toString().isBlank()) {
            endCell();
            rows.add(row);
        }
        cell.setLength(0);
        row = new ArrayList<>();
    }
}
