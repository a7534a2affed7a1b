package org.meridiandx.identity.ods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.identity.ods.rules.CsvRows;
import org.meridiandx.identity.ods.rules.OdsLayout;
import org.meridiandx.identity.ods.rules.Row;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// A piece of a published file, taken apart into rows.
final class OdsPiece {
    /// What one transaction writes.
    static final int MAX_ROWS = 2_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private OdsPiece() {}

    /// Reads CSV (with or without a header) or JSON (an array of objects, or a GeoJSON collection),
    /// as the layout has it.
    ///
    /// @throws ProblemException 400 when it is neither, 413 when it has more than [#MAX_ROWS] rows
    static List<Row> rows(OdsLayout layout, byte[] body) {
        var rows = layout.isCsv() ? csv(layout, body) : json(body);
        if (rows.size() > MAX_ROWS) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE,
                    "A piece has at most " + MAX_ROWS + " rows, this one " + rows.size() + ". Send smaller ones.");
        }
        return rows;
    }

    private static List<Row> csv(OdsLayout layout, byte[] body) {
        var lines = cells(text(body));
        var names = layout.columns();
        if (!lines.isEmpty() && isHeader(names, lines.getFirst())) {
            names = lines.removeFirst().stream().map(String::strip).toList();
        }
        var rows = new ArrayList<Row>(lines.size());
        for (var line : lines) {
            var cells = new LinkedHashMap<String, String>();
            for (var i = 0; i < Math.min(names.size(), line.size()); i++) {
                cells.put(names.get(i), line.get(i));
            }
            rows.add(new Row(cells));
        }
        return rows;
    }

    private static boolean isHeader(List<String> columns, List<String> line) {
        return columns.getFirst().equalsIgnoreCase(line.getFirst().strip());
    }

    private static List<List<String>> cells(String text) {
        try {
            return new ArrayList<>(CsvRows.read(text));
        } catch (IllegalArgumentException broken) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "This is no CSV: " + broken.getMessage() + ".");
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException other) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The piece is not UTF-8. Convert it first.");
        }
    }

    private static List<Row> json(byte[] body) {
        var document = tree(body);
        var elements = document.isArray() ? document : document.path("features");
        if (!elements.isArray()) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The piece must be a JSON array of objects, or a GeoJSON collection.");
        }
        var rows = new ArrayList<Row>(elements.size());
        elements.forEach(element -> rows.add(rowOf(element)));
        return rows;
    }

    /// The properties of an object; those of a GeoJSON feature with its position.
    private static Row rowOf(JsonNode element) {
        var cells = new LinkedHashMap<String, String>();
        var isFeature = element.has("properties");
        for (Map.Entry<String, JsonNode> property : (isFeature ? element.path("properties") : element).properties()) {
            if (property.getValue().isValueNode() && !property.getValue().isNull()) {
                cells.put(property.getKey(), property.getValue().asText());
            }
        }
        var position = element.path("geometry").path("coordinates");
        if (isFeature && position.size() >= 2) {
            cells.put("longitude", position.get(0).asText());
            cells.put("latitude", position.get(1).asText());
        }
        return new Row(cells);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw ProblemException.of(ProblemCode.MALFORMED_BODY, "The piece is not well-formed JSON.");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
