package org.meridiandx.dev.ods;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A file in pieces that one request takes, read as they are sent: a file of any size needs little
/// memory.
final class OdsPieces implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Reader reader;

    private OdsPieces(Reader reader) {
        this.reader = reader;
    }

    /// A file that is open at its beginning.
    private interface Reader extends AutoCloseable {
        byte @Nullable [] next() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Opens a file.
    ///
    /// @param rows at most so many rows a piece
    static OdsPieces of(OdsFile file, int rows) throws IOException {
        return new OdsPieces(file.isJson() ? new Elements(file, rows) : new Lines(file, rows));
    }

    /// @return the next piece, null at the end
    byte @Nullable [] next() throws IOException {
        return reader.next();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /// CSV: whole records, and on every piece the header where the file has one.
    private static final class Lines implements Reader {
        private final BufferedReader in;
        private final int rows;
        private final String header;
        private @Nullable String ahead;

        Lines(OdsFile file, int rows) throws IOException {
            this.in = new BufferedReader(new InputStreamReader(
                    file.open(),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            this.rows = rows;
            var first = record();
            var isHeader = first != null
                    && first.replace("\"", "").strip().toLowerCase(Locale.ROOT).startsWith("organisation code,");
            this.header = isHeader ? first + "\n" : "";
            this.ahead = isHeader ? record() : first;
        }

        @Override
        public byte @Nullable [] next() throws IOException {
            if (ahead == null) {
                return null;
            }
            var piece = new StringBuilder(header);
            for (var i = 0; i < rows && ahead != null; i++) {
                piece.append(ahead).append('\n');
                ahead = record();
            }
            return piece.toString().getBytes(StandardCharsets.UTF_8);
        }

        /// A quoted value may hold line breaks.
        private @Nullable String record() throws IOException {
            var line = in.readLine();
            while (line != null && line.chars().filter(c -> c == '"').count() % 2 == 1) {
                var more = in.readLine();
                if (more == null) {
                    return line;
                }
                line = line + "\n" + more;
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// JSON: the elements of the array, or of a GeoJSON collection, as arrays of their own.
    private static final class Elements implements Reader {
        private final JsonParser in;
        private final int rows;

        Elements(OdsFile file, int rows) throws IOException {
            this.in = JSON.createParser(file.open());
            this.rows = rows;
            if (in.nextToken() == JsonToken.START_OBJECT) {
                while (in.nextToken() != null
                        && !(in.currentToken() == JsonToken.START_ARRAY && "features".equals(in.currentName()))) {
                    if (in.currentToken() != JsonToken.FIELD_NAME) {
                        in.skipChildren();
                    }
                }
            }
        }

        @Override
        public byte @Nullable [] next() throws IOException {
            var piece = JSON.createArrayNode();
            while (piece.size() < rows && in.nextToken() == JsonToken.START_OBJECT) {
                piece.add((JsonNode) in.readValueAsTree());
            }
            return piece.isEmpty() ? null : JSON.writeValueAsBytes(piece);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
