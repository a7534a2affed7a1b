package org.meridiandx.imaging.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a multipart body as it arrives, one part after the other, with a fixed amount of memory.
///
/// **Source:** RFC 2046 section 5.1.1. A bare line feed is taken for a line break in part headers,
/// nowhere else.
final class MultipartReader {
    private static final int BUFFER_BYTES = 64 * 1024;
    private final InputStream in;
    private final byte[] delimiter; // CR LF -- boundary
    private final int maxHeaderBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean isExhausted;
    private @Nullable PartBody open;
    private boolean isStarted;
    private boolean isClosed;

    MultipartReader(InputStream in, String boundary, int maxHeaderBytes) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /// Goes on to the next part; what is left of the present one is skipped.
    ///
    /// @return empty after the closing delimiter
    /// @throws MalformedMultipartException if the body ends before it, or is none
    Optional<Part> next() throws IOException {
        if (isClosed) {
            return Optional.empty();
        }
        if (!isStarted) {
            start();
        } else if (open != null) {
            open.skipRest();
        }
        if (isLastDelimiter()) {
            isClosed = true;
            return Optional.empty();
        }
        var headers = headers();
        open = new PartBody();
        return Optional.of(new Part(headers, open));
    }

    /// The first delimiter may stand at the very start; what comes before it is to be ignored.
    private void start() throws IOException {
        isStarted = true;
        fill();
        var first = delimiter.length - 2;
        if (limit - position >= first && matches(position, 2, first)) {
            position += first;
            return;
        }
        new PartBody().skipRest();
    }

    /// After a delimiter: `--` closes, white space and a line break lead to a part.
    private boolean isLastDelimiter() throws IOException {
        if (limit - position < 2) {
            fill();
        }
        if (limit - position >= 2 && buffer[position] == '-' && buffer[position + 1] == '-') {
            return true;
        }
        var rest = line().strip();
        if (!rest.isEmpty()) {
            throw new MalformedMultipartException("A boundary is not followed by a line break.");
        }
        return false;
    }

    private Map<String, String> headers() throws IOException {
        var headers = new TreeMap<String, String>();
        var bytes = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            bytes += line.length();
            var colon = line.indexOf(':');
            if (bytes > maxHeaderBytes || colon <= 0) {
                throw new MalformedMultipartException(
                        colon <= 0
                                ? "A part has a header line without a colon."
                                : "The headers of a part are longer than " + maxHeaderBytes + " bytes.");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            if (position == limit) {
                fill();
                if (position == limit) {
                    throw endsEarly();
                }
            }
            var next = (char) (buffer[position++] & 0xFF);
            if (next == '\n') {
                var end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            if (line.length() >= maxHeaderBytes) {
                throw new MalformedMultipartException(
                        "The headers of a part are longer than " + maxHeaderBytes + " bytes.");
            }
            line.append(next);
        }
    }

    /// Moves what is left to the front and reads until the buffer is full or the stream ends.
    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        while (!isExhausted && limit < buffer.length) {
            var read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                isExhausted = true;
            } else {
                limit += read;
            }
        }
    }

    private boolean matches(int at, int from, int length) {
        for (var i = 0; i < length; i++) {
            if (buffer[at + i] != delimiter[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static MalformedMultipartException endsEarly() {
        return new MalformedMultipartException(
                "The body ends before its closing boundary: it was cut off, or the boundary is not the one that"
                        + " Content-Type names.");
    }

    /// One part.
    ///
    /// @param headers by lower-case name
    /// @param body its bytes; to be read before the next part is asked for
    record Part(Map<String, String> headers, InputStream body) {
        /// The media type without parameters, in lower case; `text/plain` where the part names none.
        String mediaType() {
            var type = headers.getOrDefault("content-type", "text/plain");
            return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        }
    }

    /// The bytes up to the next delimiter.
    private final class PartBody extends InputStream {
        private boolean isAtEnd;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            var count = isAtEnd ? 0 : Math.min(length, ready());
            if (count == 0) {
                return -1;
            }
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        }

        /// How many bytes at the position are surely of this part; 0 at its end, the delimiter then
        /// being passed.
        private int ready() throws IOException {
            if (limit - position < delimiter.length) {
                fill();
            }
            var found = indexOfDelimiter();
            if (found == position) {
                position += delimiter.length;
                isAtEnd = true;
                return 0;
            }
            var safe = (found < 0 ? limit - delimiter.length + 1 : found) - position;
            if (safe <= 0) {
                throw endsEarly();
            }
            return safe;
        }

        private int indexOfDelimiter() {
            for (var at = position; at <= limit - delimiter.length; at++) {
                if (buffer[at] == '\r' && matches(at, 0, delimiter.length)) {
                    return at;
                }
            }
            return -1;
        }

        void skipRest() throws IOException {
            var scratch = new byte[8192];
            var read = 0;
            while (read >= 0) {
                read = read(scratch, 0, scratch.length);
            }
        }
    }
}
