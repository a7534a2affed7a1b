package org.meridiandx.imaging.retrieval;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.meridiandx.imaging.store.InstanceStorage;
import org.meridiandx.imaging.store.StorageKey;

/// Sends pieces of kept files, each piece through the same small buffer, however large the whole is.
@ApplicationScoped
class FileSender {
    private static final int BUFFER_BYTES = 64 * 1024;
    private final InstanceStorage storage;

    FileSender(InstanceStorage storage) {
        this.storage = storage;
    }

    /// A stretch of a kept file.
    ///
    /// @param isBlank whether blanks are sent in its place
    record Stretch(StorageKey key, long offset, long length, boolean isBlank) {
        Stretch(StorageKey key, long offset, long length) {
            this(key, offset, length, false);
        }

        static Stretch blank(StorageKey key, long offset, long length) {
            return new Stretch(key, offset, length, true);
        }
    }

    /// One part of an answer.
    ///
    /// @param contentType its media type with parameters
    /// @param stretches its bytes, one after the other
    record Part(String contentType, List<Stretch> stretches) {
        Part {
            stretches = List.copyOf(stretches);
        }

        long length() {
            return stretches.stream().mapToLong(Stretch::length).sum();
        }
    }

    Response single(Part part) {
        StreamingOutput body = out -> write(part, out);
        return Response.ok(body)
                .header(HttpHeaders.CONTENT_TYPE, part.contentType())
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .build();
    }

    /// @param partType media type of the parts, without parameters
    Response multipart(String partType, List<Part> parts) {
        var boundary = "meridian-" + UUID.randomUUID();
        var heads = parts.stream().map(part -> headOf(part, boundary)).toList();
        var end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        var length = (long) end.length;
        for (var i = 0; i < parts.size(); i++) {
            length += heads.get(i).length + parts.get(i).length();
        }
        StreamingOutput body = out -> {
            for (var i = 0; i < parts.size(); i++) {
                out.write(heads.get(i));
                write(parts.get(i), out);
            }
            out.write(end);
        };
        return Response.ok(body)
                .header(HttpHeaders.CONTENT_TYPE, "multipart/related; type=\"" + partType + "\"; boundary=" + boundary)
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .build();
    }

    private static byte[] headOf(Part part, String boundary) {
        return ("\r\n--" + boundary + "\r\nContent-Type: " + part.contentType() + "\r\nContent-Length: " + part.length()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void write(Part part, OutputStream out) throws IOException {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (var stretch : part.stretches()) {
            try (var channel = storage.open(stretch.key())) {
                channel.position(stretch.offset());
                var left = stretch.length();
                while (left > 0) {
                    buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
                    var read = channel.read(buffer);
                    if (read < 0) {
                        throw new IOException("a kept file is shorter than the index says");
                    }
                    if (stretch.isBlank()) {
                        Arrays.fill(buffer.array(), 0, read, (byte) ' ');
                    }
                    out.write(buffer.array(), 0, read);
                    left -= read;
                }
            }
        }
    }
}
